package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.netlink.GenericNetlink;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
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
        try (NetlinkSocket netlink = NetlinkSocket.open(libc)) {
            LinkMessage before = netlink.dump(LinkMessage.dump()).stream()
                    .filter(link -> link.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("it does not exist any more"));
            checkNumber(transmitQueues, before.transmitQueues(), "numtxqueues");
            checkNumber(receiveQueues, before.receiveQueues(), "numrxqueues");
            Set<String> turnedOff = turnOff(libc);
            if (queueLength >= 0) {
                netlink.execute(SetLink.of(before.index(), new LinkChange.QueueLength(queueLength)));
            }
            return later -> undo(later, before, turnedOff);
        }
    }

    private static void checkNumber(int wanted, int had, String option) {
        if (wanted != 0 && wanted != had) {
            throw new IllegalStateException(option + " is " + had + ", and not " + wanted
                    + ": the kernel takes it only when it makes the interface, so declare it together with that");
        }
    }

    private Set<String> turnOff(Libc libc) {
        if (off.isEmpty()) {
            return Set.of();
        }
        try (NetlinkSocket modules = NetlinkSocket.openForModules(libc)) {
            int family = family(modules);
            Set<String> active = active(modules, family, name);
            Set<String> wanted = active.stream()
                    .filter(feature -> off.values().stream()
                            .anyMatch(names -> names.matcher(feature).matches()))
                    .collect(Collectors.toSet());
            if (wanted.isEmpty()) {
                return wanted;
            }
            modules.execute(new Ethtool.SetFeatures(family, name, wanted, false));
            Set<String> still = active(modules, family, name);
            still.retainAll(wanted);
            if (!still.isEmpty()) {
                modules.execute(new Ethtool.SetFeatures(family, name, wanted, true));
                throw new IllegalStateException(
                        "the kernel cannot turn off what belongs to " + namesOf(still) + " at this kind of interface: "
                                + still.stream().sorted().toList());
            }
            return wanted;
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
        if (!turnedOff.isEmpty()) {
            try (NetlinkSocket modules = NetlinkSocket.openForModules(libc)) {
                modules.execute(new Ethtool.SetFeatures(family(modules), name, turnedOff, true));
            }
        }
        if (queueLength >= 0) {
            try (NetlinkSocket netlink = NetlinkSocket.open(libc)) {
                netlink.execute(SetLink.of(before.index(), new LinkChange.QueueLength(before.queueLength())));
            }
        }
    }

    /** The names of the features of an interface that are on. The calling thread must be in its namespace. */
    public static Set<String> activeFeatures(Libc libc, String interfaceName) {
        try (NetlinkSocket modules = NetlinkSocket.openForModules(libc)) {
            return active(modules, family(modules), interfaceName);
        }
    }

    private static int family(NetlinkSocket modules) {
        return modules.dump(GenericNetlink.family(Ethtool.FAMILY)).get(0);
    }

    private static Set<String> active(NetlinkSocket modules, int family, String interfaceName) {
        return modules.dump(Ethtool.activeFeatures(family, interfaceName)).get(0);
    }
}
