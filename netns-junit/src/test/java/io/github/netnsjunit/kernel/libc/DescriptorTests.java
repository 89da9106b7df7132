package io.github.netnsjunit.kernel.libc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DescriptorTests {

    private final Libc libc = NativeLibrary.libc();

    @Test
    void closesItsFile() throws Exception {
        Descriptor descriptor = libc.open("/dev/null", Libc.O_RDONLY, 0);
        Path file = Path.of("/proc/self/fd", String.valueOf(descriptor.number()));
        assertThat(Files.readSymbolicLink(file)).isEqualTo(Path.of("/dev/null"));
        descriptor.close();
        assertThat(descriptor.isClosed()).isTrue();
        assertThat(file)
                .satisfiesAnyOf(
                        closed -> assertThat(closed).doesNotExist(),
                        reused -> assertThat(Files.readSymbolicLink(reused)).isNotEqualTo(Path.of("/dev/null")));
    }

    /** After the first close, the number may belong to another file. */
    @Test
    void closesOnlyOnce() {
        List<String> calls = new ArrayList<>();
        NativeCalls recording = new NativeCalls() {
            @Override
            long call(NativeFunction function, long[] arguments) {
                calls.add(function + Arrays.toString(arguments));
                return 0;
            }
        };
        Descriptor descriptor = new Descriptor(new JnrLibc(recording), 99);
        descriptor.close();
        descriptor.close();
        assertThat(calls).containsExactly("CLOSE[99]");
    }

    @Test
    void hasNoNumberWhenClosed() {
        Descriptor descriptor = libc.open("/dev/null", Libc.O_RDONLY, 0);
        assertThat(descriptor).hasToString("/dev/null");
        descriptor.close();
        assertThatThrownBy(descriptor::number)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("/dev/null is closed");
        assertThat(descriptor).hasToString("/dev/null (closed)");
    }

    /** Users do not know the numbers. */
    @Test
    void isNamedInErrorsByWhatItRefersTo() {
        try (Descriptor file = libc.open("/dev/null", Libc.O_RDONLY, 0);
                Descriptor socket = libc.socket(Libc.AF_NETLINK, Libc.SOCK_RAW, 0)) {
            assertThatThrownBy(() -> libc.write(file, ByteBuffer.allocateDirect(1)))
                    .isInstanceOf(LinuxException.class)
                    .hasMessage("write(/dev/null): EBADF (Bad file descriptor)");
            assertThatThrownBy(() -> libc.setsockopt(socket, 270, 99, 1))
                    .isInstanceOf(LinuxException.class)
                    .hasMessageStartingWith("setsockopt(socket of AF_NETLINK, level 270, option 99, 1): ENOPROTOOPT");
        }
    }
}
