package io.github.netnsjunit.kernel;

import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A listing asked of the kernel, for {@link NetlinkSocket#dump}.
 *
 * @param words what it does, as a user would read it, such as {@code list links}
 * @param type the request's message type, {@code RTM_GET…}
 * @param header writes the family's header and, if any, the attributes that filter
 * @param parser makes one value of one message, or null of a message that is not of interest; throws
 *     {@link NetlinkFormatException} alone
 * @param <T> what is listed
 */
public record NetlinkDump<T>(
        String words, short type, Consumer<AttributeWriter> header, Function<MessageReader, @Nullable T> parser)
        implements NetlinkRequest {

    @Override
    public int flags() {
        return Netlink.NLM_F_DUMP;
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
