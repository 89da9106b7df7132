package io.github.netnsjunit.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The name services of a namespace, as {@code /etc/nsswitch.conf} lists them (nsswitch.conf(5)). Some answer for host names over a
 * unix socket, which no network namespace stops: their daemons know nothing of a lab's names, and ask the real network.
 */
final class NameServices {

    static final String FILE = "/etc/nsswitch.conf";

    /** {@code _PATH_NSCDSOCKET} of the GNU C library. */
    private static final String NSCD = "/var/run/nscd/socket";

    /** Of systemd: nss-resolve(8), nss-mymachines(8); of Samba: winbind, wins; of SSSD: sss. */
    private static final Set<String> OVER_A_SOCKET = Set.of("resolve", "mymachines", "winbind", "wins", "sss");

    private NameServices() {}

    /** The socket of nscd(8), which the C library asks before it reads the file; nothing if there is none. */
    static Optional<String> cacheDaemon() {
        return Optional.of(NSCD).filter(socket -> Files.exists(Path.of(socket)));
    }

    /** What the file has to be inside; nothing if it may stay as it is, or there is none. */
    static Optional<String> replacement() {
        Path file = Path.of(FILE);
        try {
            return Files.exists(file) ? replacement(Files.readAllLines(file)) : Optional.empty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(FILE + " cannot be read", unreadable);
        }
    }

    static Optional<String> replacement(List<String> lines) {
        return lines.stream().anyMatch(NameServices::asksADaemon)
                ? Optional.of(lines.stream()
                        .map(line -> asksADaemon(line) ? "hosts: files dns" : line)
                        .collect(Collectors.joining("\n", "", "\n")))
                : Optional.empty();
    }

    private static boolean asksADaemon(String line) {
        return line.stripLeading().startsWith("hosts:")
                && Arrays.stream(line.split("[\\s:]+")).anyMatch(OVER_A_SOCKET::contains);
    }
}
