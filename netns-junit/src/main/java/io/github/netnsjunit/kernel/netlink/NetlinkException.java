package io.github.netnsjunit.kernel.netlink;

import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.LinuxException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The kernel refused a netlink request. The message contains the reason that the kernel gave, if it gave one. */
public final class NetlinkException extends LinuxException {

    private static final long serialVersionUID = 1;

    private final transient @Nullable NetlinkRequest request;
    /** Compared by identity, because two requests of a list may be equal. Null after deserialization. */
    private final transient @Nullable Set<NetlinkRequest> refused = Collections.newSetFromMap(new IdentityHashMap<>());

    /**
     * Makes the exception from the answer.
     *
     * @param explanation the kernel's, such as {@code Nexthop has invalid gateway}; null if it gave none
     * @param attribute the type of the attribute that the kernel objects to, such as {@code IFLA_MTU}, after the types of those that
     *     it is nested in; empty if it named none
     */
    NetlinkException(NetlinkRequest request, int errno, @Nullable String explanation, List<Integer> attribute) {
        super(request.toString(), errno, describe(errno, explanation, attribute));
        this.request = request;
    }

    /** The request that was refused. Null after deserialization. */
    public @Nullable NetlinkRequest request() {
        return request;
    }

    /** Whether this request was refused too, in the same call of {@link NetlinkSocket#execute(java.util.List)}. */
    public boolean refuses(NetlinkRequest other) {
        return other == request || (refused != null && refused.contains(other));
    }

    /** Records that another request of the same call was refused. */
    void alsoRefuses(NetlinkRequest other) {
        if (refused != null) {
            refused.add(other);
        }
    }

    private static String describe(int errno, @Nullable String explanation, List<Integer> attribute) {
        String reason = explanation == null ? Errno.description(errno) : explanation;
        return attribute.isEmpty()
                ? reason
                : reason + "; attribute "
                        + attribute.stream().map(String::valueOf).collect(Collectors.joining("/"));
    }
}
