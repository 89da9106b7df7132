package io.github.netnsjunit.provision;

import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What a step does in its namespace. */
public sealed interface Work {

    /**
     * Sends a request to the kernel. The requests of one namespace that follow one another go in one datagram.
     *
     * @param request makes the request, when all that it names is there
     * @param undoing ways to take it back: the first that still finds what was made is used
     */
    record Request(Function<Handles, NetlinkRequest> request, List<Undo> undoing) implements Work {
        public Request {
            undoing = List.copyOf(undoing);
        }
    }

    /**
     * Sets a kernel parameter; taken back, it has its old value again.
     *
     * @param parameter as sysctl(8) writes it
     * @param value what is written to its file
     */
    record Setting(String parameter, String value) implements Work {}

    /**
     * A request that takes another back.
     *
     * @param namespace where it is sent
     * @param request called when the step was taken, tells how to make the request when it is to be taken back; that is empty if what
     *     was made is not there any more
     */
    record Undo(String namespace, Function<Handles, Supplier<Optional<NetlinkRequest>>> request) {}
}
