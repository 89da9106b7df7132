package io.github.netnsjunit.lab.jvm;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A question to a name server (RFC 1035, section 4).
 *
 * @param name the name that it asks for, as text; empty for the root
 * @param message the header and the question, without what may follow them
 */
record DnsQuestion(String name, ByteBuffer message) {

    private static final int HEADER = 12;
    private static final int QUESTIONS = 4;

    /** The type and the class of a question. */
    private static final int BEHIND_NAME = 4;

    private static final int LONGEST_LABEL = 63;
    private static final int LONGEST_NAME = 255;

    private static final int IS_ANSWER = 0x80;
    private static final int OPERATION_AND_RECURSION_DESIRED = 0x79;
    private static final int RECURSION_AVAILABLE = 0x80;
    private static final int NO_SUCH_NAME = 3;

    /** Reads the first question of the message that begins there. Returns null if it is none, or cut off. */
    static @Nullable DnsQuestion parse(ByteBuffer packet, int begin) {
        int at = begin + HEADER;
        if (packet.limit() <= at
                || (packet.get(begin + 2) & IS_ANSWER) != 0
                || packet.getShort(begin + QUESTIONS) != 1) {
            return null;
        }
        StringBuilder name = new StringBuilder();
        while (at < packet.limit() && packet.get(at) != 0) {
            int length = packet.get(at) & 0xff;
            if (length > LONGEST_LABEL || at + length >= packet.limit() || name.length() + length > LONGEST_NAME) {
                return null;
            }
            name.append(name.isEmpty() ? "" : ".");
            for (int i = 1; i <= length; i++) {
                char character = (char) (packet.get(at + i) & 0xff);
                name.append(character > ' ' && character < 0x7f ? character : '?');
            }
            at += 1 + length;
        }
        int end = at + 1 + BEHIND_NAME;
        return end > packet.limit() ? null : new DnsQuestion(name.toString(), packet.slice(begin, end - begin));
    }

    /** The answer that there is no such name. */
    ByteBuffer noSuchName() {
        ByteBuffer answer = ByteBuffer.allocate(message.limit()).put(message.duplicate());
        answer.put(2, (byte) (IS_ANSWER | (message.get(2) & OPERATION_AND_RECURSION_DESIRED)));
        answer.put(3, (byte) (RECURSION_AVAILABLE | NO_SUCH_NAME));
        answer.putShort(6, (short) 0).putShort(8, (short) 0).putShort(10, (short) 0); // no records follow
        return answer.flip();
    }
}
