package io.github.netnsjunit.lab.provision;

import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.lab.refusal.Failed;
import io.github.netnsjunit.lab.refusal.Refusals;
import io.github.netnsjunit.provision.Service;
import io.github.netnsjunit.provision.Step;

/** Ends a service. */
final class ServiceUndoing implements Undoing {

    private final Site site;
    private final Step step;
    private final Service.Running running;

    ServiceUndoing(Site site, Step step, Service.Running running) {
        this.site = site;
        this.step = step;
        this.running = running;
    }

    @Override
    public Step step() {
        return step;
    }

    @Override
    public void undo() {
        end(site.isOpen());
    }

    /** @param livesOn whether the network is there afterwards */
    void end(boolean livesOn) {
        try (running) {
            if (livesOn) {
                running.takeLeave();
            }
        } catch (LinuxException failure) {
            throw Refusals.explain(
                    Failed.at("end [" + step.part() + "]").in(site.name()).of(step.part()), failure);
        }
    }
}
