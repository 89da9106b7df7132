package io.github.netnsjunit.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What of the kernel is loaded as a module. */
final class KernelModules {

    private static final Path LOADED = Path.of("/proc/modules");
    private static final Path RELEASE = Path.of("/proc/sys/kernel/osrelease");

    private KernelModules() {}

    /** Whether the kernel might load a module for whoever asks for what it has: neither is it there, nor has this kernel no modules. */
    static boolean mayBeLoaded(String module) {
        try {
            return !Files.isDirectory(Path.of("/sys/module", module)) && Files.exists(LOADED) && !isBuiltIn(module);
        } catch (IOException unreadable) {
            return true;
        }
    }

    /** As modules.builtin(5) lists them: {@code kernel/drivers/net/dummy.ko}. */
    private static boolean isBuiltIn(String module) throws IOException {
        Path list = Path.of("/lib/modules", Files.readString(RELEASE).strip(), "modules.builtin");
        return Files.exists(list)
                && Files.readAllLines(list).stream().anyMatch(line -> line.endsWith("/" + module + ".ko"));
    }
}
