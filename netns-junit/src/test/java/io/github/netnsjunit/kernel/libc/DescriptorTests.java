package io.github.netnsjunit.kernel.libc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DescriptorTests {

    private final Libc libc = NativeLibrary.libc();

    @Test
    void closesOnceAndNeverAStrangersFile() {
        Descriptor first = libc.open("/dev/null", Libc.O_RDONLY, 0);
        int number = first.number();
        assertThat(Path.of("/proc/self/fd", String.valueOf(number))).exists();
        first.close();
        assertThat(first.isClosed()).isTrue();
        try (Descriptor second = libc.open("/dev/zero", Libc.O_RDONLY, 0)) {
            first.close(); // its number may well be the second's by now
            assertThat(Files.isReadable(Path.of("/proc/self/fd", String.valueOf(second.number()))))
                    .isTrue();
        }
    }

    @Test
    void tellsNoNumberOnceClosed() {
        Descriptor descriptor = libc.open("/dev/null", Libc.O_RDONLY, 0);
        int number = descriptor.number();
        assertThat(descriptor).hasToString("descriptor " + number);
        descriptor.close();
        assertThatThrownBy(descriptor::number)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("descriptor " + number + " is closed");
        assertThat(descriptor).hasToString("descriptor " + number + " (closed)");
    }
}
