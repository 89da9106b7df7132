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

/**
 * The name services of a namespace, as {@code /etc/nsswitch.conf} lists them (nsswitch.conf(5)). Many answer for host names over a
 * unix socket, which no network namespace stops: their daemons know nothing of a lab's names, and ask the real network.
 */
public final class NameServices {

    public static final String FILE = "/etc/nsswitch.conf";

    /** {@code _PATH_NSCDSOCKET} of the GNU C library. */
    private static final String NSCD = "/var/run/nscd/socket";

    /** Those that answer from files, over the network of the thread that asks, or from what it has of addresses: nss-myhostname(8). */
    private static final Set<String> INSIDE = Set.of("files", "dns", "myhostname");

    private static final Pattern HOSTS = Pattern.compile("\\s*hosts\\s*:([^#]*).*");
    /** What is to follow an answer, such as {@code [NOTFOUND=return]}. */
    private static final Pattern ACTION = Pattern.compile("\\[[^]]*]");

    private NameServices() {}

    /** The socket of nscd(8), which the C library asks before it reads the file; nothing if there is none. */
    public static Optional<String> cacheDaemon() {
        return Optional.of(NSCD).filter(socket -> Files.exists(Path.of(socket)));
    }

    /** What the file has to be inside; nothing if it may stay as it is, or there is none. */
    public static Optional<String> replacement() {
        Path file = Path.of(FILE);
        try {
            return Files.exists(file) ? replacement(lines(file).toList()) : Optional.empty();
        } catch (IOException unreadable) {
            throw new LabException(FILE + " cannot be read", unreadable);
        }
    }

    /** Whatever its bytes are: the C library does not mind. */
    public static Stream<String> lines(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines();
    }

    public static Optional<String> replacement(List<String> lines) {
        return lines.stream().anyMatch(NameServices::mayAskADaemon)
                ? Optional.of(lines.stream()
                        .map(line -> mayAskADaemon(line) ? "hosts: files dns" : line)
                        .collect(Collectors.joining("\n", "", "\n")))
                : Optional.empty();
    }

    private static boolean mayAskADaemon(String line) {
        Matcher hosts = HOSTS.matcher(line);
        return hosts.matches()
                && ACTION.splitAsStream(hosts.group(1))
                        .flatMap(services -> Stream.of(services.split("\\s+")))
                        .anyMatch(service -> !service.isEmpty() && !INSIDE.contains(service));
    }
}
