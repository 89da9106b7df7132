package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.netlink.GenericNetlink;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Gives an interface another length of its queue, turns offloads off, and checks how many queues it has. All calls are made on a thread
 * in the namespace of the interface.
 *
 * @param name the name of the interface
 * @param queueLength in packets; negative to leave it
 * @param transmitQueues how many it must have; 0 for any number
 * @param receiveQueues how many it must have; 0 for any number
 * @param off the names of the features that are turned off, by what messages call them
 */
public record TuneLink(String name, int queueLength, int transmitQueues, int receiveQueues, Map<String, Pattern> off) {

    public TuneLink {
        off = Map.copyOf(off);
    }

    /**
     * Does all of it, or nothing.
     *
     * @return changes it back
     * @throws io.github.netnsjunit.kernel.libc.LinuxException if the kernel refuses
     * @throws IllegalStateException if the kernel has another number of queues, or cannot turn an offload off
     */
    public Consumer<Libc> make(Libc libc) {
        LinkMessage before = find(libc);
        checkNumber(transmitQueues, before.transmitQueues(), "numtxqueues");
        checkNumber(receiveQueues, before.receiveQueues(), "numrxqueues");
        Set<String> active = off.isEmpty() ? Set.of() : activeFeatures(libc, name);
        Set<String> turnedOff = active.stream()
                .filter(feature -> off.values().stream()
                        .anyMatch(names -> names.matcher(feature).matches()))
                .collect(Collectors.toUnmodifiableSet());
        Consumer<Libc> undo = later -> undo(later, before, turnedOff);
        try {
            turnOff(libc, turnedOff);
            setQueueLength(libc, before.index(), queueLength);
            return undo;
        } catch (RuntimeException | Error failure) { // perhaps the kernel did some of it, and only its answer was lost
            try {
                undo.accept(libc);
            } catch (RuntimeException | Error notUndone) {
                failure.addSuppressed(notUndone);
            }
            throw failure;
        }
    }

    private LinkMessage find(Libc libc) {
        try (NetlinkSocket netlink = NetlinkSocket.open(libc)) {
            return netlink.dump(LinkMessage.dump()).stream()
                    .filter(link -> link.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("it does not exist any more"));
        }
    }

    private static void checkNumber(int wanted, int had, String option) {
        if (wanted != 0 && wanted != had) {
            throw new IllegalStateException(option + " is " + had + ", and not " + wanted
                    + ": the kernel takes it only when it makes the interface, so declare it together with that");
        }
    }

    private void turnOff(Libc libc, Set<String> features) {
        if (features.isEmpty()) {
            return;
        }
        turn(libc, features, false);
        Set<String> still = new HashSet<>(activeFeatures(libc, name));
        still.retainAll(features);
        if (!still.isEmpty()) {
            throw new IllegalStateException("the kernel cannot turn off what belongs to " + namesOf(still)
                    + " at this kind of interface: " + still.stream().sorted().toList());
        }
    }

    private void turn(Libc libc, Set<String> features, boolean on) {
        try (NetlinkSocket modules = NetlinkSocket.openForModules(libc)) {
            modules.execute(new Ethtool.SetFeatures(family(modules), name, features, on));
        }
    }

    private void setQueueLength(Libc libc, int index, int length) {
        if (queueLength < 0) {
            return;
        }
        try (NetlinkSocket netlink = NetlinkSocket.open(libc)) {
            netlink.execute(SetLink.of(index, new LinkChange.QueueLength(length)));
        }
    }

    private Set<String> namesOf(Set<String> features) {
        return off.entrySet().stream()
                .filter(each -> features.stream()
                        .anyMatch(feature -> each.getValue().matcher(feature).matches()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private void undo(Libc libc, LinkMessage before, Set<String> turnedOff) {
        try {
            if (!turnedOff.isEmpty()) {
                turn(libc, turnedOff, true);
            }
        } finally { // also if the offloads stay off
            setQueueLength(libc, before.index(), before.queueLength());
        }
    }

    /** The names of the features of an interface that are on. The calling thread must be in its namespace. */
    public static Set<String> activeFeatures(Libc libc, String interfaceName) {
        try (NetlinkSocket modules = NetlinkSocket.openForModules(libc)) {
            return modules.dump(Ethtool.activeFeatures(family(modules), interfaceName))
                    .get(0);
        }
    }

    private static int family(NetlinkSocket modules) {
        return modules.dump(GenericNetlink.family(Ethtool.FAMILY)).get(0);
    }
}
