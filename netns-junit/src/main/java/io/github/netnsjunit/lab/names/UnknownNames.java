package io.github.netnsjunit.lab.names;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.Parsed;
import io.github.netnsjunit.kernel.system.JavaIPv6;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.rules.SystemText;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks up host names inside a namespace, and says why one is not known there. */
public final class UnknownNames {

    private static final int MOST_NAMES_LISTED = 20;

    private UnknownNames() {}

    /**
     * All addresses of a host, as code on the calling thread finds them.
     *
     * @param namespace the namespace in which the calling thread is
     * @throws UnknownHostException if the name has no address; it lists the names that have one
     * @throws LabException if the name could not be looked up, so that nobody can say whether it has one
     */
    public static List<InetAddress> resolve(String hostName, String namespace, NamesInside known)
            throws UnknownHostException {
        if (isIpv6WithInterface(hostName)
                && JavaIPv6.reasonAgainst().isEmpty()) { // else Java does not list all interfaces
            checkInterface(hostName, namespace);
        }
        try {
            return List.of(InetAddress.getAllByName(hostName));
        } catch (UnknownHostException failure) {
            SystemText.mistake(hostName).ifPresent(reason -> {
                throw new LabException(
                        "namespace [" + namespace + "]: could not look up [" + hostName + "]: " + reason, failure);
            });
            checkLookUpWorks(hostName, namespace, failure);
            List<String> lines = known.hostsFile().lines().toList();
            checkFamily(hostName, namespace, lines, failure);
            UnknownHostException explained = new UnknownHostException(explain(hostName, namespace, lines, known));
            explained.initCause(failure);
            throw explained;
        }
    }

    /** Java does not know a name after the percent sign that no interface has, but takes any number, and the kernel has no route then. */
    private static void checkInterface(String hostName, String namespace) throws UnknownHostException {
        String zone = hostName.substring(hostName.indexOf('%') + 1);
        try {
            List<NetworkInterface> all = NetworkInterface.networkInterfaces().toList();
            if (all.stream()
                    .noneMatch(each -> each.getName().equals(zone)
                            || Integer.toString(each.getIndex()).equals(zone))) {
                throw new UnknownHostException("[" + hostName + "]: "
                        + new Key.Link(namespace, zone).missing()
                        + "; it has "
                        + all.stream().map(NetworkInterface::getName).toList());
            }
        } catch (SocketException unknown) { // for example because no file can be opened
            throw new LabException(
                    "namespace [" + namespace + "]: could not look up [" + hostName + "]: " + unknown.getMessage(),
                    unknown);
        }
    }

    private static String explain(String hostName, String namespace, List<String> lines, NamesInside known) {
        List<String> names =
                lines.stream().map(line -> line.split(" ", -1)[1]).distinct().toList();
        String elsewhere = known.whyUnknown(hostName);
        String withoutIPv6 = known.resolver().isPresent() ? JavaIPv6.reasonAgainst() : "";
        return "[" + hostName + "] is neither an address nor the name of a host that is known inside namespace ["
                + namespace
                + "]; known there: "
                + names.stream().limit(MOST_NAMES_LISTED).collect(Collectors.joining(", "))
                + (names.size() > MOST_NAMES_LISTED ? ", and " + (names.size() - MOST_NAMES_LISTED) + " more" : "")
                + (elsewhere.isEmpty() ? "" : ". " + elsewhere)
                + (withoutIPv6.isEmpty() ? "" : ". What has IPv6 addresses alone is unknown too: " + withoutIPv6);
    }

    /** Throws if not even the hosts file can be opened. The C library does not tell that: to it the name is unknown, then. */
    private static void checkLookUpWorks(String hostName, String namespace, UnknownHostException failure) {
        try {
            new FileInputStream("/etc/hosts").close();
        } catch (IOException unreadable) {
            unreadable.addSuppressed(failure);
            throw new LabException(
                    "namespace [" + namespace + "]: could not look up [" + hostName + "]: " + unreadable.getMessage()
                            + ". If too many files are open, close what is not needed, or raise the limit (ulimit -n).",
                    unreadable);
        }
    }

    /** Throws if the name has addresses, but none that this Java process can use. */
    private static void checkFamily(
            String hostName, String namespace, List<String> lines, UnknownHostException failure) {
        boolean hasAddress = lines.stream()
                .map(line -> line.split(" ", -1))
                .anyMatch(fields -> Stream.of(fields).skip(1).anyMatch(hostName::equalsIgnoreCase));
        boolean isAddress = isIpv6WithInterface(hostName);
        String reason = hasAddress || isAddress ? JavaIPv6.reasonAgainst() : "";
        if (!reason.isEmpty()) {
            throw new LabException(
                    "namespace [" + namespace + "]: [" + hostName + "] "
                            + (isAddress ? "is an IPv6 address with its interface" : "has IPv6 addresses alone")
                            + ", and " + reason,
                    failure);
        }
    }

    private static boolean isIpv6WithInterface(String hostName) {
        int zone = hostName.indexOf('%');
        return zone > 0
                && Parsed.of(hostName.substring(0, zone), IpAddress::parse)
                        .value()
                        .filter(Inet6Address.class::isInstance)
                        .isPresent();
    }
}
