package io.github.netnsjunit.provision;

import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.nft.NftBatch;
import io.github.netnsjunit.topology.Key;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** What a step does in its namespace. */
public sealed interface Work {

    /** Ways to undo it; the first one that still finds what was made is used. None if it is undone otherwise, or need not be. */
    default List<Undo> undoing() {
        return List.of();
    }

    /**
     * Sends a request to the kernel. Consecutive requests of one namespace are sent in one datagram.
     *
     * @param request makes the request; called when everything that the request names exists
     * @param undoing ways to undo it; the first one that still finds what was made is used
     */
    record Request(Function<Handles, NetlinkRequest> request, List<Undo> undoing) implements Work {
        public Request {
            undoing = List.copyOf(undoing);
        }
    }

    /**
     * Sets a kernel parameter. Taking it back restores the old value.
     *
     * @param parameter the name, as sysctl(8) writes it
     * @param value the text that is written to the parameter's file
     * @param optional whether nothing happens if the kernel has no such parameter
     */
    record Setting(String parameter, String value, boolean optional) implements Work {}

    /**
     * Waits for addresses that the kernel forms by itself, which the topology does not know.
     *
     * @param await waits, on a thread that is inside the namespace
     */
    record AwaitedAddresses(BiConsumer<Libc, Handles> await) implements Work {}

    /**
     * Changes rules of nf_tables, all or none.
     *
     * @param make makes them
     * @param undo takes them back
     */
    record Rules(NftBatch make, NftBatch undo) implements Work {}

    /**
     * Loads a ruleset by the program {@code nft}, all of it or nothing. Taking it back deletes the tables that came with it.
     *
     * @param text what {@code nft -f} reads
     */
    record Ruleset(String text) implements Work {}

    /**
     * Makes system calls of its own, on a thread that is inside the namespace: for what the kernel's requests about links, addresses
     * and routes cannot say.
     *
     * @param calls makes the calls, and throws {@link io.github.netnsjunit.kernel.libc.LinuxException} if one is refused; nothing is
     *     left of them then
     */
    record Calls(BiConsumer<Libc, Handles> calls, List<Undo> undoing) implements Work {
        public Calls {
            undoing = List.copyOf(undoing);
        }
    }

    /**
     * Changes something by system calls of its own, on a thread that is inside the namespace.
     *
     * @param change makes all of the change or nothing, and returns what changes it back, on such a thread too. It throws {@link
     *     io.github.netnsjunit.kernel.libc.LinuxException} or {@link IllegalStateException} if that is refused
     */
    record Change(BiFunction<Libc, Handles, Consumer<Libc>> change) implements Work {}

    /**
     * Starts a service, such as a name server or the advertisements of a router. It ends with its part, or with its namespace.
     *
     * @param key what others call it, see {@link Handles#service}
     * @param opening opens it
     */
    record Starting(Key key, Opening opening) implements Work {}

    /** Opens a service. Is called on a thread inside the namespace, so that the sockets which it opens are there. */
    @FunctionalInterface
    interface Opening {
        Server open(Libc libc, Handles handles) throws IOException;
    }

    /**
     * A request that undoes another.
     *
     * @param namespace the namespace in which it is sent
     * @param request called right after the step was performed, and once more when it is undone if the kernel refused the first
     *     time. It returns a supplier, which is called when the step is undone. The supplier makes the request that undoes it,
     *     or is empty if what was made no longer exists
     */
    record Undo(String namespace, Function<Handles, Supplier<Optional<NetlinkRequest>>> request) {}
}
