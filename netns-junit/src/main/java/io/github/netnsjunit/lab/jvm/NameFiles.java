package io.github.netnsjunit.lab.jvm;

import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.names.NameServices;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files by which host names become addresses, as this Java process is to see them: each file that must be covered, and its text. Names
 * that {@code /etc/hosts} does not know are unknown at once.
 */
record NameFiles(Map<String, String> texts) {

    private static final String HOSTS = "/etc/hosts";
    private static final String RESOLV_CONF = "/etc/resolv.conf";
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    /**
     * Makes the texts from the files of the machine.
     *
     * @param nameServer the address that is asked for other names, and refuses at once; empty for none
     */
    static NameFiles ofMachine(String nameServer) {
        try {
            Map<String, String> texts = new LinkedHashMap<>();
            NameServices.replacement().ifPresent(services -> texts.put(NameServices.FILE, services));
            if (Files.exists(Path.of(RESOLV_CONF))) {
                // Without one the C library asks 127.0.0.1, where nobody answers, which it learns at once.
                texts.put(RESOLV_CONF, nameServer.isEmpty() ? "" : "nameserver " + nameServer + "\n");
            }
            texts.put(HOSTS, hosts(text(HOST_NAME).strip(), text(Path.of(HOSTS)).lines()));
            return new NameFiles(texts);
        } catch (IOException unreadable) {
            throw new LabException(
                    "cannot read what this machine's host names are: " + unreadable
                            + ". If /etc/hosts is missing, make one, even an empty one: touch /etc/hosts",
                    unreadable);
        }
    }

    /**
     * The machine's lines. Its own name stands for 127.0.0.1, because the network has none of its addresses.
     *
     * @param hostName the machine's name
     * @param lines the lines of its hosts file
     */
    static String hosts(String hostName, Stream<String> lines) {
        Set<String> own = Stream.of(hostName, hostName.replaceFirst("\\..*", ""))
                .filter(name -> !name.isEmpty() && !name.equals("localhost"))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        List<String> machine = lines.map(line -> line.replaceFirst("#.*", "").trim())
                .map(line -> Arrays.stream(line.split("\\s+"))
                        .filter(field -> own.stream().noneMatch(field::equalsIgnoreCase))
                        .toList())
                .filter(fields -> fields.size() > 1)
                .map(fields -> String.join(" ", fields))
                .toList();
        boolean knowsLocalhost = machine.stream().anyMatch(line -> line.matches(".* localhost( .*)?"));
        return Stream.of(
                        own.isEmpty() ? Stream.<String>empty() : Stream.of("127.0.0.1 " + String.join(" ", own)),
                        knowsLocalhost ? Stream.<String>empty() : Stream.of("127.0.0.1 localhost", "::1 localhost"),
                        machine.stream())
                .flatMap(part -> part)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** Reads a file even if it is not valid UTF-8: the C library accepts any bytes. */
    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
