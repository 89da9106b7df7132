package io.github.netnsjunit.kernel.netlink;

import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request that the kernel answers with a list, for {@link NetlinkSocket#dump}.
 *
 * @param description what it does, for messages to users, such as {@code list links}
 * @param type the request's message type, {@code RTM_GET…}
 * @param flags {@code NLM_F_DUMP} to list everything; {@code NLM_F_ACK} to ask for one answer, which the kernel ends with an
 *     acknowledgement
 * @param header writes the fixed header, and attributes if the list is to be filtered
 * @param parser turns one message into one value, or into null to leave the message out; throws only
 *     {@link NetlinkFormatException}
 * @param <T> the type of what is listed
 */
public record NetlinkDump<T>(
        String description,
        short type,
        int flags,
        Consumer<AttributeWriter> header,
        Function<MessageReader, @Nullable T> parser)
        implements NetlinkRequest {

    /** A request that lists everything. */
    public NetlinkDump(
            String description,
            short type,
            Consumer<AttributeWriter> header,
            Function<MessageReader, @Nullable T> parser) {
        this(description, type, Netlink.NLM_F_DUMP, header, parser);
    }

    @Override
    public void write(AttributeWriter out) {
        header.accept(out);
    }

    @Override
    public String toString() {
        return description;
    }
}
