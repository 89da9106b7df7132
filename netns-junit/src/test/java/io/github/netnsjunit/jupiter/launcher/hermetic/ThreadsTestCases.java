package io.github.netnsjunit.jupiter.launcher.hermetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Looks at the threads of a hermetic JVM. Those of namespaces that were made ahead are in these, and so neither inside nor outside. */
class ThreadsTestCases {

    /** A thread may have no name of its own for a moment, so one look is not enough. */
    @Test
    void areAllInside() {
        await().untilAsserted(() -> assertThat(threadsOutside())
                .contains("Signal Dispatch", "Finalizer") // 15 bytes of the name
                .allMatch(name -> name.matches(
                        "java|G1 .*|GC Thread.*|VM .*|Signal Dispatch|Finalizer|Reference Handl|C[12] Compiler.*"
                                + "|Monitor Deflati|Service Thread|Notification Th|Common-Cleaner|Serial.*|older thread|netns-junit egr"
                                + "|Attach Listener|Sweeper thread|.*Deflation.*|Cleaner-.*|StartTrace.*|Jvmti.*")));
    }

    private static List<String> threadsOutside() throws IOException {
        List<String> outside = new ArrayList<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            for (Path task : (Iterable<Path>) tasks::iterator) {
                try {
                    String network =
                            Files.readSymbolicLink(task.resolve("ns/net")).toString();
                    String name = Files.readString(task.resolve("comm")).strip();
                    boolean ahead = name.equals("netns-junit ahe") && !network.equals(networkOfTheMachine());
                    if (!ahead && !network.equals(WholeSuiteTestCases.networkOfThisThread())) {
                        outside.add(name);
                    }
                } catch (IOException ended) {
                    // compiler threads come and go; reading of one that ends may fail after it was opened
                }
            }
        }
        return outside;
    }

    /** The first thread of the process stays in the network of the machine. */
    private static String networkOfTheMachine() throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString();
    }
}
