package io.github.netnsjunit.kernel.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When it is to be feared that the kernel loads a module: as kernels of each sort show themselves in their files. */
public class KernelModulesTests {

    @TempDir
    private Path root;

    @Test
    void notOfAKernelWithoutModules() {
        assertThat(reason()).isEmpty();
    }

    @Test
    void notOfWhatIsLoaded() throws IOException {
        modular();
        Files.createDirectories(root.resolve("sys/module/dummy"));
        assertThat(reason()).isEmpty();
    }

    @Test
    void notOfWhatIsBuiltIn() throws IOException {
        modular();
        write("lib/modules/6.1.0/modules.builtin", "kernel/drivers/net/veth.ko\nkernel/drivers/net/dummy.ko\n");
        assertThat(reason()).isEmpty();
    }

    @Test
    void ofWhatIsNeither() throws IOException {
        modular();
        write("lib/modules/6.1.0/modules.builtin", "kernel/drivers/net/veth.ko\n");
        assertThat(reason()).isEqualTo("it is not loaded");
    }

    @Test
    void ofWhatCannotBeTold() throws IOException {
        modular(); // a container, without the files of the machine's kernel
        assertThat(reason()).contains("cannot be told without").contains("lib/modules/6.1.0/modules.builtin");
    }

    private String reason() {
        return new KernelModules(root).reasonToFearLoading("dummy");
    }

    private void modular() throws IOException {
        write("proc/modules", "veth 36864 0 - Live 0x0000000000000000\n");
        write("proc/sys/kernel/osrelease", "6.1.0\n");
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        Files.writeString(root.resolve(file), text);
    }
}
