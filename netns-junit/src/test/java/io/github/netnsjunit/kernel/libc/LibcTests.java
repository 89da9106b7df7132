package io.github.netnsjunit.kernel.libc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import jnr.ffi.LastError;
import jnr.ffi.Runtime;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the C library")
class LibcTests {

    private final Libc libc = NativeLibrary.libc();

    @Test
    void namesOperationAndErrnoOfWhatIsRefused() {
        var refused = catchThrowableOfType(LinuxException.class, () -> libc.open("/nowhere/at all", Libc.O_RDONLY, 0));
        assertThat(refused).hasMessage("open(/nowhere/at all): ENOENT (No such file or directory)");
        assertThat(refused.operation()).isEqualTo("open(/nowhere/at all)");
        assertThat(refused.errno()).isEqualTo(Errno.ENOENT);
        assertThat(refused.errnoName()).isEqualTo("ENOENT");
    }

    @Test
    void cannotGiveOneThreadOfManyAUserNamespace() {
        assertThatThrownBy(() -> libc.unshare(0x10000000))
                .isInstanceOf(LinuxException.class)
                .hasMessageContaining("EINVAL");
    }

    @Test
    void opensCloseOnExec() throws Exception {
        try (Descriptor file = libc.open("/dev/null", Libc.O_RDONLY, 0);
                Descriptor socket = libc.socket(Libc.AF_NETLINK, Libc.SOCK_RAW, 0)) {
            for (Descriptor each : new Descriptor[] {file, socket}) {
                String flags = Files.readString(Path.of("/proc/self/fdinfo", String.valueOf(each.number())))
                        .lines()
                        .filter(line -> line.startsWith("flags:"))
                        .findFirst()
                        .orElseThrow();
                assertThat(Integer.parseInt(flags.replaceAll("\\D", ""), 8) & 0x80000)
                        .isNotZero();
            }
        }
    }

    @Test
    void callsAgainAfterASignal() {
        var runtime = Runtime.getSystemRuntime();
        var calls = new AtomicInteger();
        NativeCalls interrupted = answering(() -> {
            LastError.setLastError(runtime, Errno.EINTR);
            return calls.incrementAndGet() < 3 ? -1 : 0;
        });
        new JnrLibc(interrupted, runtime).kill(1, 0);
        assertThat(calls).hasValue(3);
    }

    @Test
    void doesNotCloseAgainAfterASignal() {
        var runtime = Runtime.getSystemRuntime();
        var calls = new AtomicInteger();
        NativeCalls interrupted = answering(() -> {
            LastError.setLastError(runtime, Errno.EINTR);
            calls.incrementAndGet();
            return -1;
        });
        new JnrLibc(interrupted, runtime).close(99);
        assertThat(calls).hasValue(1);
    }

    @Test
    void pollWaitsForItsTimeAndNoLonger() {
        try (Descriptor socket = libc.socket(Libc.AF_NETLINK, Libc.SOCK_RAW, 0)) {
            long start = System.nanoTime();
            assertThat(libc.poll(new Descriptor[] {socket}, (short) Libc.POLLIN, 20))
                    .containsExactly((short) 0);
            assertThat(System.nanoTime() - start).isBetween(20_000_000L, 5_000_000_000L);
        }
    }

    @Test
    void namesErrnosItDoesNotKnow() {
        assertThat(new LinuxException("open", 9999)).hasMessage("open: errno 9999 (unknown error)");
    }

    private static NativeCalls answering(java.util.function.IntSupplier answer) {
        return (NativeCalls) Proxy.newProxyInstance(
                NativeCalls.class.getClassLoader(),
                new Class<?>[] {NativeCalls.class},
                (proxy, method, arguments) -> answer.getAsInt());
    }
}
