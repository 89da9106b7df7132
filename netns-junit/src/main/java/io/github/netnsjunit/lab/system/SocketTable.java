package io.github.netnsjunit.lab.system;

import io.github.netnsjunit.lab.LabException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The sockets of one protocol in a network namespace: the files {@code tcp} and {@code tcp6}, or {@code udp} and {@code udp6}, in
 * {@code /proc/…/net} (proc_net_tcp in the kernel's documentation).
 */
public final class SocketTable {

    /** TCP_LISTEN of net/tcp_states.h, as the files print it: the state of a TCP socket that listens. */
    public static final String LISTEN = "0A";

    /** TCP_CLOSE of net/tcp_states.h, as the files print it: the state of a UDP socket that has no peer. */
    public static final String CLOSE = "07";

    private static final int HEX = 16;

    private SocketTable() {}

    /**
     * A socket.
     *
     * @param localAddress its address and its port, as the file prints them: in hexadecimal, with a colon between
     * @param state {@link #LISTEN}, {@link #CLOSE} or another of the same kind
     * @param inode its number, which stands in the links to its descriptors: {@code socket:[123]}
     */
    public record Row(String localAddress, String state, String inode) {

        private static Row of(String line) {
            String[] fields = line.trim().split("\\s+", -1);
            return new Row(fields[1], fields[3], fields[9]);
        }

        /** An IPv4 address for an IPv4-mapped one. */
        public InetAddress address() {
            // one or four 32-bit words, each in the byte order of the machine
            int colon = localAddress.lastIndexOf(':');
            ByteBuffer bytes = ByteBuffer.allocate(colon / 2).order(ByteOrder.nativeOrder());
            for (int at = 0; at < colon; at += 8) {
                bytes.putInt(Integer.parseUnsignedInt(localAddress, at, at + 8, HEX));
            }
            try {
                return InetAddress.getByAddress(bytes.array());
            } catch (UnknownHostException impossible) {
                throw new AssertionError(impossible); // thrown only for other lengths
            }
        }

        public int port() {
            return Integer.parseInt(localAddress.substring(localAddress.lastIndexOf(':') + 1), HEX);
        }
    }

    /**
     * Reads the files.
     *
     * @param directory such as {@code /proc/thread-self/net}
     * @param protocol {@code tcp} or {@code udp}
     */
    public static List<Row> read(Path directory, String protocol) {
        return Stream.of(protocol, protocol + "6")
                .flatMap(file -> lines(directory.resolve(file)))
                .map(Row::of)
                .toList();
    }

    private static Stream<String> lines(Path file) {
        try {
            return ProcFile.lines(file).stream().skip(1);
        } catch (NoSuchFileException missing) {
            return Stream.of(); // a kernel without IPv6 has no tcp6, and a thread that has ended has neither file
        } catch (IOException unreadable) {
            throw new LabException("could not read which ports are listened on, in " + file, unreadable);
        }
    }
}
