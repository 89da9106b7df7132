package io.github.netnsjunit.kernel.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The modules of a kernel, as files describe them.
 *
 * @param root the directory with {@code /proc}, {@code /sys} and {@code /lib/modules}
 */
public record KernelModules(Path root) {

    /** The modules of the running kernel. */
    public static final KernelModules RUNNING = new KernelModules(Path.of("/"));

    /**
     * Why the kernel might load a module when somebody asks for what the module has. Empty if it will not load it: the module is loaded
     * or built in, or the kernel cannot load modules.
     */
    public Optional<String> whyItMightLoad(String module) {
        if (Files.isDirectory(root.resolve("sys/module").resolve(module))
                || !Files.exists(root.resolve("proc/modules"))) {
            return Optional.empty();
        }
        try {
            Path builtIn = root.resolve("lib/modules")
                    .resolve(Files.readString(root.resolve("proc/sys/kernel/osrelease"))
                            .strip())
                    .resolve("modules.builtin");
            // A line of modules.builtin(5): kernel/drivers/net/dummy.ko
            return Files.readAllLines(builtIn).stream().anyMatch(line -> line.endsWith("/" + module + ".ko"))
                    ? Optional.empty()
                    : Optional.of("it is not loaded");
        } catch (IOException unreadable) {
            return Optional.of("it does not seem to be loaded, and whether it is built in cannot be told without "
                    + unreadable.getMessage());
        }
    }
}
