package io.github.netnsjunit.lab;

import io.github.netnsjunit.kernel.SysctlName;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.provision.Step;
import io.github.netnsjunit.provision.Work;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Gives a kernel parameter of a namespace the value back that it had before a lab set it. */
final class UndoneSetting implements Undoing {

    private final Libc libc;
    private final Site site;
    private final Step step;
    private final Work.Setting setting;
    /** Null if it cannot be read, as some can only be written. */
    private @Nullable String before;

    /** Reads the value, in whose namespace the thread is. */
    UndoneSetting(Libc libc, Site site, Step step, Work.Setting setting) {
        this.libc = libc;
        this.site = site;
        this.step = step;
        this.setting = setting;
        this.before = value();
    }

    private @Nullable String value() {
        try {
            return Sysctl.read(setting.parameter());
        } catch (IOException unreadable) {
            return null;
        }
    }

    @Override
    public Step step() {
        return step;
    }

    @Override
    public boolean overlaps(Undoing earlier) {
        return earlier instanceof UndoneSetting other
                && other.site.equals(site)
                && SysctlName.overlap(setting.parameter(), other.setting.parameter());
    }

    @Override
    public void takeBack() {
        String value = before;
        if (value == null || !site.isOpen()) {
            return;
        }
        Failed failed = failed("set " + setting.parameter() + " back to [" + value + "]");
        try {
            libc.setns(site.network(), Libc.CLONE_NEWNET);
            if (!value.equals(value())) { // a parameter that was refused may be one that nobody may write
                Sysctl.write(libc, failed, setting.parameter(), value);
            }
        } catch (LinuxException refused) {
            if (refused.errno() != Errno.ENOENT) { // as the parameters of a link go with it
                throw Refusals.explain(failed, refused);
            }
        }
    }

    @Override
    public void takeAgain() {
        if (!site.isOpen()) {
            return;
        }
        Failed failed = failed("set " + setting.parameter() + " to [" + setting.value() + "]");
        try {
            libc.setns(site.network(), Libc.CLONE_NEWNET);
            before = value();
            Sysctl.write(libc, failed, setting.parameter(), setting.value());
        } catch (LinuxException refused) {
            throw Refusals.explain(failed, refused);
        }
    }

    private Failed failed(String what) {
        return Failed.at(what).in(site.name()).of(step.part());
    }
}
