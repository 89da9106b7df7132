package io.github.netnsjunit.kernel.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is known of the kernel's modules.
 *
 * @param root the directory that {@code /proc}, {@code /sys} and {@code /lib/modules} are in
 */
public record KernelModules(Path root) {

    /** Those of the running kernel. */
    public static final KernelModules RUNNING = new KernelModules(Path.of("/"));

    /** Why the kernel might load a module for whoever asks for what it has; empty if it will not, since it has it, or has no modules. */
    public String reasonToFearLoading(String module) {
        if (Files.isDirectory(root.resolve("sys/module").resolve(module))
                || !Files.exists(root.resolve("proc/modules"))) {
            return "";
        }
        try {
            Path builtIn = root.resolve("lib/modules")
                    .resolve(Files.readString(root.resolve("proc/sys/kernel/osrelease"))
                            .strip())
                    .resolve("modules.builtin");
            // As modules.builtin(5) lists them: kernel/drivers/net/dummy.ko
            return Files.readAllLines(builtIn).stream().anyMatch(line -> line.endsWith("/" + module + ".ko"))
                    ? ""
                    : "it is not loaded";
        } catch (IOException unreadable) {
            return "it does not seem to be loaded, and whether it is built in cannot be told without "
                    + unreadable.getMessage();
        }
    }
}
