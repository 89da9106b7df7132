package io.github.netnsjunit.kernel.libc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("the C library")
@Tag("kernel")
class LibcTests {

    private final Libc libc = NativeLibrary.libc();

    @Test
    void namesTheOperationAndErrnoOfAFailure() {
        var refused = catchThrowableOfType(LinuxException.class, () -> libc.open("/nowhere/at all", Libc.O_RDONLY, 0));
        assertThat(refused).hasMessage("open(/nowhere/at all): ENOENT (No such file or directory)");
        assertThat(refused.operation()).isEqualTo("open(/nowhere/at all)");
        assertThat(refused.errno()).isEqualTo(Errno.ENOENT);
    }

    @Test
    void mountsInTheThreadsOwnMountNamespace(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("file");
        var inside = new FutureTask<>(() -> {
            libc.unshare(Libc.CLONE_NEWNS | Libc.CLONE_FS);
            libc.mount(null, "/", null, Libc.MS_REC | Libc.MS_PRIVATE);
            libc.mount("tmpfs", directory.toString(), "tmpfs", Libc.MS_NOSUID | Libc.MS_NODEV);
            Files.createFile(file);
            return Files.exists(file);
        });
        new Thread(inside, "mounts").start();
        assertThat(inside.get()).as("the thread that mounted sees the file").isTrue();
        assertThat(Files.exists(file)).as("another thread sees the file").isFalse();
        assertThatThrownBy(() -> libc.mount("nothing", "/nowhere/at all", "tmpfs", 0))
                .isInstanceOf(LinuxException.class)
                .hasMessageContaining("ENOENT");
    }

    /**
     * A socket sends to itself, with {@code NETLINK_USERSOCK}, which programs may use among themselves. A {@code struct sockaddr_nl}
     * ({@code linux/netlink.h}) has a family, padding, a port id, which the kernel chooses, and groups.
     */
    @Test
    void sendsAndReceivesTheBytesBetweenPositionAndLimit() {
        int usersock = 2;
        ByteBuffer self = ByteBuffer.allocateDirect(12).order(ByteOrder.nativeOrder());
        ByteBuffer sender =
                ByteBuffer.allocateDirect(20).order(ByteOrder.nativeOrder()).position(8);
        ByteBuffer sent = direct("....datagram....").position(4).limit(12);
        ByteBuffer received = direct("................").position(2).limit(9);
        try (Descriptor socket = libc.socket(Libc.AF_NETLINK, Libc.SOCK_RAW, usersock)) {
            libc.connect(socket, self.putShort(0, (short) Libc.AF_NETLINK)); // now the kernel chooses the port id
            libc.getsockname(socket, self);
            libc.connect(socket, self);
            assertThat(libc.sendmsg(socket, sent, self)).isEqualTo(8);
            assertThat(libc.recvmsg(socket, received, Libc.MSG_DONTWAIT | Libc.MSG_TRUNC, sender))
                    .as("length of the datagram; the buffer holds seven bytes of it")
                    .isEqualTo(8);
        }
        assertThat(sender.getInt(8 + 4)).as("port id").isEqualTo(self.getInt(4));
        assertThat(received).isEqualTo(direct("datagra"));
        assertThat(received.clear()).isEqualTo(direct("..datagra......."));
        assertThat(sent).isEqualTo(direct("datagram"));
    }

    private static ByteBuffer direct(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    @Test
    void namesFamilyAndTypeOfARefusedSocket() {
        assertThatThrownBy(() -> libc.socket(Libc.AF_INET, Libc.SOCK_STREAM | Libc.SOCK_NONBLOCK, 58))
                .isInstanceOf(LinuxException.class)
                .hasMessage("socket(AF_INET, SOCK_STREAM|SOCK_NONBLOCK, 58): EPROTONOSUPPORT (Protocol not supported)");
    }

    @Test
    void cannotMoveOneOfSeveralThreadsToAUserNamespace() {
        assertThatThrownBy(() -> libc.unshare(0x10000000))
                .isInstanceOf(LinuxException.class)
                .hasMessageContaining("EINVAL");
    }

    @Test
    void opensEveryDescriptorCloseOnExec() throws Exception {
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
    void repeatsACallAfterASignal() {
        var calls = new AtomicInteger();
        new JnrLibc(interrupted(() -> calls.incrementAndGet() < 3 ? -1 : 0)).kill(1, 0);
        assertThat(calls).hasValue(3);
    }

    @Test
    void doesNotRepeatCloseAfterASignal() {
        var calls = new AtomicInteger();
        new JnrLibc(interrupted(() -> {
                    calls.incrementAndGet();
                    return -1;
                }))
                .close(99);
        assertThat(calls).hasValue(1);
    }

    @Test
    void pollWaitsUntilTheTimeout() {
        try (Descriptor socket = libc.socket(Libc.AF_NETLINK, Libc.SOCK_RAW, 0)) {
            long start = System.nanoTime();
            assertThat(libc.poll(new Descriptor[] {socket}, (short) Libc.POLLIN, 20))
                    .containsExactly((short) 0);
            assertThat(System.nanoTime() - start).isBetween(20_000_000L, 5_000_000_000L);
        }
    }

    @Test
    void describesAnUnknownErrno() {
        assertThat(new LinuxException("open", 9999)).hasMessage("open: errno 9999 (unknown error)");
    }

    /** System calls that all return this. Those that fail were interrupted by a signal. */
    private static NativeCalls interrupted(IntSupplier answer) {
        return new NativeCalls() {
            @Override
            long call(NativeFunction function, long[] arguments) {
                return answer.getAsInt();
            }

            @Override
            int errno() {
                return Errno.EINTR;
            }
        };
    }
}
