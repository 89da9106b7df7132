package io.github.netnsjunit.lab.provision;

import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.system.SysctlName;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.refusal.Failed;
import io.github.netnsjunit.lab.refusal.Refusals;
import io.github.netnsjunit.lab.system.SysctlFile;
import io.github.netnsjunit.provision.Step;
import io.github.netnsjunit.provision.Work;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sets a kernel parameter of a namespace, and later sets it back to the value that it had before. */
final class SettingUndoing implements Undoing {

    private final Libc libc;
    /** Asked each time, because a network that waits for its lab has other descriptors afterwards. */
    private final Supplier<Site> site;

    private final Step step;
    private final Work.Setting setting;
    /** Null until the parameter is set, and for a parameter that can be written but not read. */
    private @Nullable String before;

    SettingUndoing(Libc libc, Supplier<Site> site, Step step, Work.Setting setting) {
        this.libc = libc;
        this.site = site;
        this.step = step;
        this.setting = setting;
    }

    @Override
    public Step step() {
        return step;
    }

    @Override
    public boolean overlaps(Undoing other) {
        return other instanceof SettingUndoing another
                && another.site.get().equals(site.get())
                && SysctlName.overlap(setting.parameter(), another.setting.parameter());
    }

    /** Sets the parameter, and remembers its old value. */
    void set() {
        Failed failed = failed("set " + setting.parameter() + " to [" + setting.value() + "]");
        try {
            site.get().checkOpen();
            libc.setns(site.get().network(), Libc.CLONE_NEWNET);
            before = value();
            SysctlFile.write(libc, failed, setting.parameter(), setting.value());
        } catch (LinuxException | IllegalStateException refused) {
            if (setting.optional() && isMissing(refused)) {
                return;
            }
            throw Refusals.explain(failed, refused);
        }
    }

    private static boolean isMissing(RuntimeException refused) {
        return refused instanceof LinuxException linux
                && linux.errno() == Errno.ENOENT
                && linux.operation().startsWith("open");
    }

    private @Nullable String value() {
        try {
            return SysctlFile.read(setting.parameter());
        } catch (IOException unreadable) {
            return null;
        }
    }

    @Override
    public void undo() {
        String value = before;
        if (value == null || !site.get().isOpen()) {
            return;
        }
        Failed failed = failed("set " + setting.parameter() + " back to [" + value + "]");
        try {
            libc.setns(site.get().network(), Libc.CLONE_NEWNET);
            if (!value.equals(value())) { // a parameter that still has its old value may be read-only: do not write it
                SysctlFile.write(libc, failed, setting.parameter(), value);
            }
        } catch (LinuxException refused) {
            if (refused.errno() != Errno.ENOENT) { // the parameters of an interface vanish with it
                throw Refusals.explain(failed, refused);
            }
        }
    }

    @Override
    public void redo() {
        if (!site.get().isOpen()) {
            return;
        }
        try {
            set();
        } catch (LabException refused) {
            if (!(refused.getCause() instanceof LinuxException gone) || gone.errno() != Errno.ENOENT) {
                throw refused;
            }
        }
    }

    private Failed failed(String what) {
        return Failed.at(what).in(site.get().name()).of(step.part());
    }
}
