package io.github.netnsjunit.kernel.bridge;

import io.github.netnsjunit.kernel.link.LinkHeader;
import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.Netlink;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Turns flags of a bridge port on or off, as {@code bridge link set} does.
 *
 * @param index the port's interface index
 * @param changes true for each flag to turn on, false for each to turn off; at least one
 */
public record SetPort(int index, Map<PortFlag, Boolean> changes) implements NetlinkRequest {

    public SetPort {
        changes = Collections.unmodifiableMap(new EnumMap<>(changes));
    }

    @Override
    public short type() {
        return Rtnetlink.RTM_SETLINK;
    }

    @Override
    public void write(AttributeWriter out) {
        LinkHeader.writePort(out, index);
        out.nested(
                Rtnetlink.IFLA_PROTINFO | Netlink.NLA_F_NESTED,
                () -> changes.forEach((flag, on) -> out.putByte(flag.attribute(), on ? 1 : 0)));
    }

    @Override
    public String toString() {
        return "set bridge port "
                + changes.entrySet().stream()
                        .map(each -> each.getKey().option() + (each.getValue() ? " on" : " off"))
                        .collect(Collectors.joining(", "));
    }
}
