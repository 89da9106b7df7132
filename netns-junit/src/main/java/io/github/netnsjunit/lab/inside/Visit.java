package io.github.netnsjunit.lab.inside;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.lab.waiting.Outside;
import java.util.concurrent.Callable;

/** Code that is run inside a network namespace by a thread that ends afterwards, so that the calling thread stays where it is. */
public final class Visit {

    private Visit() {}

    /**
     * Runs code inside a namespace, and waits for it. A socket that it opens stays in the namespace, whichever threads use it later.
     *
     * @throws io.github.netnsjunit.kernel.libc.LinuxException if the namespace may not be entered
     */
    public static <T> T to(Descriptor network, Libc libc, Callable<T> body) {
        return Outside.call(() -> {
            libc.setns(network, Libc.CLONE_NEWNET);
            return body.call();
        });
    }
}
