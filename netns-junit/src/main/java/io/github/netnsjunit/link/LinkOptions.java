package io.github.netnsjunit.link;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.kernel.link.TuneLink;
import io.github.netnsjunit.provision.Provisioned;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.topology.Draft;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.LinkQueues;
import io.github.netnsjunit.topology.Outline;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Queues and offloads of an interface of any kind, which another part makes, a LAN for example. Also of {@code lo}, which has no numbers of
 * queues to choose.
 *
 * @param namespace the name of its namespace
 * @param dev the name of the interface
 * @param queueLength how many packets may wait in it to be sent, where its queueing discipline heeds that; {@link #KERNEL_DEFAULT} leaves
 *     it to the kernel
 * @param queues how many queues it has; only together with the part that makes the interface
 * @param off the offloads that are turned off
 */
@SuppressWarnings("exports") // only the library calls the methods that make a part
public record LinkOptions(String namespace, String dev, int queueLength, LinkQueues queues, Set<Offload> off)
        implements Provisioned {

    /** Leaves the length of the queue to the kernel. */
    public static final int KERNEL_DEFAULT = -1;

    /** The kinds that are not made by a request that tells the numbers of queues. */
    private static final Set<String> WITHOUT_NUMBERS = Set.of("tun", "tap", "loopback");

    public LinkOptions {
        requireNonNull(namespace, "namespace");
        requireNonNull(dev, "dev");
        requireNonNull(queues, "queues");
        off = Collections.unmodifiableSet(off.isEmpty() ? EnumSet.noneOf(Offload.class) : EnumSet.copyOf(off));
    }

    private record OptionsKey(Link link) implements Key {
        @Override
        public String namespace() {
            return link.namespace();
        }

        @Override
        public String toString() {
            return "options of " + link;
        }
    }

    /** Says of an interface what the methods below add. */
    public static LinkOptions of(String namespace, String dev) {
        return new LinkOptions(namespace, dev, KERNEL_DEFAULT, LinkQueues.KERNEL_DEFAULT, Set.of());
    }

    /** The same with a queue of so many packets, 0 or more. */
    public LinkOptions queueLength(int packets) {
        return new LinkOptions(namespace, dev, packets, queues, off);
    }

    /** The same with so many queues for what is sent and for what is received, 1 to 4096 each; 0 leaves a number to the kernel. */
    public LinkOptions queues(int transmit, int receive) {
        return new LinkOptions(namespace, dev, queueLength, new LinkQueues(transmit, receive), off);
    }

    /** The same without these offloads too. */
    public LinkOptions without(Offload... offloads) {
        Set<Offload> all = new HashSet<>(off);
        all.addAll(List.of(offloads));
        return new LinkOptions(namespace, dev, queueLength, queues, all);
    }

    private Key.Link link() {
        return new Key.Link(namespace, dev);
    }

    @Override
    public Set<Key> declares() {
        return Set.of(new OptionsKey(link()));
    }

    @Override
    public Set<Key> needs() {
        return link().isLoopback() ? Set.of() : Set.of(link());
    }

    @Override
    public String missing(Key key) {
        return key.equals(link())
                ? "there is no interface [" + dev + "] (dev) in namespace [" + namespace + "]"
                : key.missing();
    }

    @Override
    public Set<KernelFeature> features() {
        return off.isEmpty() ? Set.of() : Set.of(KernelFeature.OFFLOADS);
    }

    @Override
    public void outline(Draft draft) {
        draft.queues(link(), queues);
        draft.remark(namespace, dev + " " + said());
    }

    @Override
    public void check(Outline all, Consumer<String> mistake) {
        if (equals(of(namespace, dev))) {
            mistake.accept("it says nothing of [" + dev
                    + "]: give a length of the queue [queueLength], a number of queues [transmitQueues, receiveQueues]"
                    + " or offloads to turn off [off]");
        }
        if (queueLength < KERNEL_DEFAULT) {
            mistake.accept("the length of the queue [queueLength] is [" + queueLength + "], and cannot be negative");
        }
        checkNumber(queues.transmit(), "transmitQueues", mistake);
        checkNumber(queues.receive(), "receiveQueues", mistake);
        Optional<String> kind =
                link().isLoopback() ? Optional.of("loopback") : all.link(link()).map(LinkFacts::kind);
        if (!queues.equals(LinkQueues.KERNEL_DEFAULT)
                && kind.filter(WITHOUT_NUMBERS::contains).isPresent()) {
            mistake.accept("[" + dev + "] is of the kind [" + kind.orElseThrow()
                    + "], whose numbers of queues [transmitQueues, receiveQueues] cannot be chosen");
        }
        if (link().isLoopback() && all.isHost(namespace)) {
            mistake.accept("a test may not change the host's [" + dev + "]");
        }
    }

    private static void checkNumber(int number, String attribute, Consumer<String> mistake) {
        if (number < 0 || number > LinkQueues.MOST) {
            mistake.accept("the number of queues [" + attribute + "] is [" + number + "], and not 1 to "
                    + LinkQueues.MOST + ", or 0 to leave it to the kernel");
        }
    }

    @Override
    public void provision(Outline all, Steps to) {
        to.changeForNow(
                link(),
                (libc, handles) -> new TuneLink(
                                dev, queueLength, queues.transmit(), queues.receive(), Offload.features(off))
                        .make(libc));
    }

    @Override
    public String toString() {
        return "options " + link().namespace() + ":" + dev + " " + said();
    }

    /** What it changes, as {@code ip link} writes it. */
    private String said() {
        List<String> said = new ArrayList<>();
        if (queueLength != KERNEL_DEFAULT) {
            said.add("txqueuelen " + queueLength);
        }
        if (queues.transmit() != 0) {
            said.add("numtxqueues " + queues.transmit());
        }
        if (queues.receive() != 0) {
            said.add("numrxqueues " + queues.receive());
        }
        if (!off.isEmpty()) {
            said.add(new TreeSet<>(off).stream().map(Enum::name).collect(Collectors.joining(", ", "without ", "")));
        }
        return String.join(" ", said);
    }
}
