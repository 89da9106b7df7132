package io.github.netnsjunit.kernel.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a kernel might load a module, according to files as kernels of different kinds have them. */
class KernelModulesTests {

    @TempDir
    private Path root;

    @Test
    void loadsNothingWithoutModules() {
        assertThat(reason()).isEmpty();
    }

    @Test
    void doesNotLoadWhatIsLoaded() throws IOException {
        modular();
        Files.createDirectories(root.resolve("sys/module/dummy"));
        assertThat(reason()).isEmpty();
    }

    @Test
    void doesNotLoadWhatIsBuiltIn() throws IOException {
        modular();
        write("lib/modules/6.1.0/modules.builtin", "kernel/drivers/net/veth.ko\nkernel/drivers/net/dummy.ko\n");
        assertThat(reason()).isEmpty();
    }

    @Test
    void mightLoadWhatIsNeitherLoadedNorBuiltIn() throws IOException {
        modular();
        write("lib/modules/6.1.0/modules.builtin", "kernel/drivers/net/veth.ko\n");
        assertThat(reason()).hasValue("it is not loaded");
    }

    @Test
    void mightLoadWhatIsPerhapsNotBuiltIn() throws IOException {
        modular(); // as in a container, which does not have the files of the machine's kernel
        assertThat(reason().orElseThrow())
                .contains("cannot be told without")
                .contains("lib/modules/6.1.0/modules.builtin");
    }

    private Optional<String> reason() {
        return new KernelModules(root).whyItMightLoad("dummy");
    }

    /** A kernel 6.1.0 that has modules. */
    private void modular() throws IOException {
        write("proc/modules", "veth 36864 0 - Live 0x0000000000000000\n");
        write("proc/sys/kernel/osrelease", "6.1.0\n");
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        Files.writeString(root.resolve(file), text);
    }
}
