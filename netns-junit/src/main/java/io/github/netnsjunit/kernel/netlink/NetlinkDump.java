package io.github.netnsjunit.kernel.netlink;

import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A listing asked of the kernel, for {@link NetlinkSocket#dump}.
 *
 * @param words what it does, as a user would read it, such as {@code list links}
 * @param type the request's message type, {@code RTM_GET…}
 * @param flags {@code NLM_F_…}: {@code NLM_F_DUMP} for all there is; {@code NLM_F_ACK} for one answer, with which the kernel sends an
 *     acknowledgement
 * @param header writes the family's header and, if any, the attributes that filter
 * @param parser makes one value of one message, or null of a message that is not of interest; throws
 *     {@link NetlinkFormatException} alone
 * @param <T> what is listed
 */
public record NetlinkDump<T>(
        String words,
        short type,
        int flags,
        Consumer<AttributeWriter> header,
        Function<MessageReader, @Nullable T> parser)
        implements NetlinkRequest {

    /** A listing of all there is. */
    public NetlinkDump(
            String words, short type, Consumer<AttributeWriter> header, Function<MessageReader, @Nullable T> parser) {
        this(words, type, Netlink.NLM_F_DUMP, header, parser);
    }

    @Override
    public void write(AttributeWriter out) {
        header.accept(out);
    }

    @Override
    public String toString() {
        return words;
    }
}
