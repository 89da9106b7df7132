package io.github.netnsjunit.lab.names;

import io.github.netnsjunit.lab.LabException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The name services that resolve host names inside a namespace, as {@code /etc/nsswitch.conf} lists them
 * (nsswitch.conf(5)). Many of them ask a daemon over a unix socket, which works across network namespaces. Such a
 * daemon does not know the names of a lab, and it would ask the real network. So these services are removed.
 */
public final class NameServices {

    public static final String FILE = "/etc/nsswitch.conf";

    /** {@code _PATH_NSCDSOCKET} of the GNU C library. */
    private static final String NSCD_SOCKET = "/var/run/nscd/socket";

    /**
     * The services that ask no daemon: they read files, use the network of the calling thread, or know its addresses
     * (nss-myhostname(8)).
     */
    private static final Set<String> WITHOUT_DAEMON = Set.of("files", "dns", "myhostname");

    private static final String BOTH = "hosts: files dns";

    private static final Pattern HOSTS = Pattern.compile("\\s*hosts\\s*:([^#]*).*");
    /** What to do after an answer, such as {@code [NOTFOUND=return]}. */
    private static final Pattern ACTION = Pattern.compile("\\[[^]]*]");

    /** That of the file as it was last read: it is as a rule the same for each namespace. */
    private static volatile @Nullable Replacement latest;

    private NameServices() {}

    /** Returns the socket of nscd(8) if there is one. The C library asks that daemon before it reads the file. */
    public static Optional<String> cacheDaemon() {
        return Optional.of(NSCD_SOCKET).filter(socket -> Files.exists(Path.of(socket)));
    }

    /** Returns what the file must contain inside, or nothing if it needs no change or does not exist. */
    public static Optional<String> replacement() {
        Path file = Path.of(FILE);
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            String content = content(file);
            Replacement known = latest;
            if (known == null || !known.of().equals(content)) {
                known = new Replacement(content, replacement(content.lines().toList()));
                latest = known;
            }
            return known.by();
        } catch (IOException unreadable) {
            throw new LabException(FILE + " cannot be read", unreadable);
        }
    }

    /** What a content of the file is replaced by; nothing if it can stay. */
    private record Replacement(String of, Optional<String> by) {}

    /** Returns the lines of a file, even if it is not valid UTF-8: the C library accepts any bytes. */
    static Stream<String> lines(Path file) throws IOException {
        return content(file).lines();
    }

    private static String content(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /**
     * Returns what the file must contain so that hosts are looked up in the hosts file, and name servers are asked. Nothing if it does not
     * exist: then the C library does so in that order.
     *
     * @throws LabException if it does not exist, and the other order is wanted
     */
    public static Optional<String> withDns(boolean hostsFirst) {
        Path file = Path.of(FILE);
        if (!Files.exists(file)) {
            if (hostsFirst) {
                return Optional.empty();
            }
            throw new LabException(
                    "this machine has no " + FILE
                            + ", which tells in which order names are looked up. A namespace gets a file of its own"
                            + " mounted over it, so it must exist, even if it is empty: touch " + FILE,
                    null);
        }
        try {
            return Optional.of(withDns(lines(file).toList(), hostsFirst));
        } catch (IOException unreadable) {
            throw new LabException(FILE + " cannot be read", unreadable);
        }
    }

    static String withDns(List<String> lines, boolean hostsFirst) {
        return Stream.concat(
                        lines.stream().filter(line -> !HOSTS.matcher(line).matches()),
                        Stream.of(hostsFirst ? BOTH : "hosts: dns files"))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    static Optional<String> replacement(List<String> lines) {
        return lines.stream().anyMatch(NameServices::mayAskADaemon)
                ? Optional.of(lines.stream()
                        .map(line -> mayAskADaemon(line) ? BOTH : line)
                        .collect(Collectors.joining("\n", "", "\n")))
                : Optional.empty();
    }

    private static boolean mayAskADaemon(String line) {
        Matcher hosts = HOSTS.matcher(line);
        return hosts.matches()
                && ACTION.splitAsStream(hosts.group(1))
                        .flatMap(services -> Stream.of(services.split("\\s+")))
                        .anyMatch(service -> !service.isEmpty() && !WITHOUT_DAEMON.contains(service));
    }
}
