package io.github.netnsjunit.kernel.netlink;

import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.LinuxException;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A netlink request that the kernel refused, with the kernel's own reason where it gave one. */
public final class NetlinkException extends LinuxException {

    private static final long serialVersionUID = 1;

    private final transient @Nullable NetlinkRequest request;
    private final @Nullable String kernelWords;
    private final int[] offendingAttribute;
    /** By identity: two requests may be equal. Null once this exception was serialized. */
    private final transient @Nullable Set<NetlinkRequest> refused = Collections.newSetFromMap(new IdentityHashMap<>());

    NetlinkException(
            NetlinkRequest request, int errno, @Nullable String kernelWords, List<Integer> offendingAttribute) {
        super(request.toString(), errno, words(errno, kernelWords, offendingAttribute));
        this.request = request;
        this.kernelWords = kernelWords;
        this.offendingAttribute =
                offendingAttribute.stream().mapToInt(Integer::intValue).toArray();
    }

    /** What was refused; null once this exception was serialized. */
    public @Nullable NetlinkRequest request() {
        return request;
    }

    /** Whether a request of the same list was refused, be it after this one. */
    public boolean refuses(NetlinkRequest other) {
        return other == request || (refused != null && refused.contains(other));
    }

    /** Takes note of one that was refused too. */
    void alsoRefuses(NetlinkRequest other) {
        if (refused != null) {
            refused.add(other);
        }
    }

    /** The reason in the kernel's words (extended acknowledgement), such as {@code Nexthop has invalid gateway}; null if none. */
    public @Nullable String kernelWords() {
        return kernelWords;
    }

    /**
     * The types of the attribute that the kernel points at, from the outermost nesting in; empty where it points at none.
     * The numbers are those of the request's header file, such as {@code IFLA_…}.
     */
    public List<Integer> offendingAttribute() {
        return Arrays.stream(offendingAttribute).boxed().toList();
    }

    private static String words(int errno, @Nullable String kernelWords, List<Integer> attribute) {
        String words = kernelWords == null ? Errno.description(errno) : kernelWords;
        return attribute.isEmpty()
                ? words
                : words + "; attribute "
                        + attribute.stream().map(String::valueOf).collect(Collectors.joining("/"));
    }
}
