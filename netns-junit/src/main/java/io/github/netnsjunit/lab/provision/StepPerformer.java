package io.github.netnsjunit.lab.provision;

import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.netlink.NetlinkException;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.lab.refusal.Failed;
import io.github.netnsjunit.lab.refusal.Refusals;
import io.github.netnsjunit.provision.Handles;
import io.github.netnsjunit.provision.Step;
import io.github.netnsjunit.provision.Work;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Performs steps, and remembers how to undo them. Its thread enters namespaces and stays there. */
final class StepPerformer {

    private final Libc libc;
    private final LiveHandles handles;
    private final UndoLog undoLog;
    private final boolean running;
    /** The entries of the log that this performer added. */
    private final Set<Undoing> added = Collections.newSetFromMap(new IdentityHashMap<>());

    /**
     * @param undoLog takes how to undo the steps
     * @param running whether the lab is running already, so that the new parts may later be taken away from it
     */
    StepPerformer(Libc libc, LiveHandles handles, UndoLog undoLog, boolean running) {
        this.libc = libc;
        this.handles = handles;
        this.undoLog = undoLog;
        this.running = running;
    }

    /** Performs the steps of one namespace in one round, which are all of one sort. */
    void perform(String namespace, List<Step> steps) {
        if (steps.get(0).work() instanceof Work.Request) {
            request(handles.site(namespace), steps);
        } else {
            steps.forEach(step -> perform(handles.site(namespace), step));
        }
    }

    private void perform(Site site, Step step) {
        if (step.work() instanceof Work.Setting setting) {
            set(step, setting);
        } else if (step.work() instanceof Work.Calls calls) {
            call(site, step, calls.calls());
        } else if (step.work() instanceof Work.AwaitedAddresses addresses) {
            call(site, step, addresses.await());
        } else if (step.work() instanceof Work.Starting starting) {
            start(site, step, starting);
        } else if (step.work() instanceof Work.Change change) {
            ChangeUndoing undoing = new ChangeUndoing(libc, site, failed(step), step, change);
            undoing.make(handles);
            addToLog(undoing);
        } else if (step.work() instanceof Work.Rules rules) {
            RulesUndoing undoing = rulesOf(step);
            undoing.make(rules);
            addToLog(undoing);
        } else if (step.work() instanceof Work.Ruleset ruleset) {
            RulesUndoing undoing = rulesOf(step);
            undoing.load(ruleset);
            addToLog(undoing);
        } else {
            throw new IllegalStateException("nothing here performs the step [" + step + "]");
        }
    }

    private RulesUndoing rulesOf(Step step) {
        return new RulesUndoing(libc, () -> handles.site(step.namespace()), failed(step), step);
    }

    private void call(Site site, Step step, BiConsumer<Libc, Handles> calls) {
        try {
            site.checkOpen();
            libc.setns(site.network(), Libc.CLONE_NEWNET);
            calls.accept(libc, handles);
        } catch (LinuxException | IllegalStateException refused) {
            throw Refusals.explain(failed(step), refused);
        }
        addToLog(step);
        handles.lookUpHostLinks(step);
    }

    private void request(Site site, List<Step> steps) {
        IdentityHashMap<NetlinkRequest, Step> byRequest = new IdentityHashMap<>();
        List<NetlinkRequest> requests = new ArrayList<>();
        for (Step step : steps) {
            NetlinkRequest request = request(step, (Work.Request) step.work());
            requests.add(request);
            byRequest.put(request, step);
        }
        try {
            site.netlink().execute(requests);
            requests.forEach(request -> addToLog(byRequest.get(request)));
        } catch (NetlinkException refused) {
            // A refused request is not undone: perhaps it was refused because somebody else had made the same.
            requests.stream()
                    .filter(request -> !refused.refuses(request))
                    .forEach(request -> addToLog(byRequest.get(request)));
            throw Refusals.explain(
                    failed(byRequest.getOrDefault(refused.request(), steps.get(0))), refused, site.netlink());
        } catch (LinuxException failure) {
            // Nobody knows what the kernel made before the failure. To undo something that was not made does no harm.
            steps.forEach(this::addToLog);
            throw Refusals.explain(failed(steps.get(0)).about(null), failure);
        }
        steps.forEach(handles::lookUpHostLinks);
    }

    private NetlinkRequest request(Step step, Work.Request work) {
        try {
            handles.openSite(step.namespace());
            return work.request().apply(handles);
        } catch (IllegalStateException gone) { // the test has removed it by hand
            throw Refusals.explain(failed(step), gone);
        }
    }

    /** Adds a step to the log, if there can be a need to undo it: closing a new namespace undoes what was made in it. */
    private void addToLog(@Nullable Step step) {
        if (step != null && (running || handles.outlastsNewSites(step))) {
            addToLog(new RequestUndoing(step, handles));
        }
    }

    /** Additions to a running lab have few parts, so the part tells best what failed; elsewhere the phase does. */
    private Failed failed(Step step) {
        return Failed.at(running ? "add the " + step.part() : step.phase().goal())
                .in(step.namespace())
                .about(step.about() == null ? null : step.about().name())
                .of(step.part());
    }

    private void set(Step step, Work.Setting setting) {
        SettingUndoing undoing = new SettingUndoing(libc, () -> handles.site(step.namespace()), step, setting);
        addToLog(undoing); // first: of a value of several numbers the kernel may set some and refuse the rest
        undoing.set();
    }

    private void start(Site site, Step step, Work.Starting work) {
        addToLog(new ServerUndoing(site, step, work.key())); // first: it may be open, and yet get no thread
        try {
            site.checkOpen();
            libc.setns(site.network(), Libc.CLONE_NEWNET);
            site.services()
                    .start(work.key(), "netns " + work.key(), work.opening().open(libc, handles));
        } catch (LinuxException | IllegalStateException | IOException failure) {
            throw Refusals.explain(failed(step), failure);
        }
    }

    private void addToLog(Undoing undoing) {
        undoLog.add(undoing);
        added.add(undoing);
    }

    /** Undoes what it has done, except what goes with the new namespaces. */
    void undo() {
        try {
            undoLog.undo(undoing -> added.contains(undoing) && handles.outlastsNewSites(undoing.step()));
        } finally {
            undoLog.forget(added);
        }
    }
}
