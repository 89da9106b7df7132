package io.github.netnsjunit.assertj.error;

import static io.github.netnsjunit.assertj.error.Message.expecting;

import io.github.netnsjunit.lab.listing.ForwardingEntry;
import io.github.netnsjunit.lab.listing.MulticastEntry;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assertj.core.error.ErrorMessageFactory;

/** Messages about what the bridges of a namespace have learnt. */
public final class SwitchMessages {

    private SwitchMessages() {}

    public static ErrorMessageFactory shouldHaveLearnt(
            String namespace, String host, String port, List<ForwardingEntry> learnt) {
        return expecting(
                namespace,
                "to have learnt that %s is behind port %s%nbut it has learnt:%n  %s",
                host,
                port,
                macs(learnt));
    }

    public static ErrorMessageFactory shouldNotHaveLearnt(String namespace, String host, List<ForwardingEntry> learnt) {
        return expecting(
                namespace, "not to have learnt behind which port %s is%nbut it has learnt:%n  %s", host, macs(learnt));
    }

    public static ErrorMessageFactory shouldHaveGroupMember(
            String namespace, String group, String port, List<MulticastEntry> members) {
        return expecting(
                namespace,
                "to know of a member of group %s behind port %s%nbut it knows of:%n  %s",
                group,
                port,
                groups(members));
    }

    public static ErrorMessageFactory shouldHaveNoGroupMember(
            String namespace, String group, String port, List<MulticastEntry> members) {
        return expecting(
                namespace,
                "to know of no member of group %s behind port %s%nbut it knows of:%n  %s",
                group,
                port,
                groups(members));
    }

    private static String macs(List<ForwardingEntry> learnt) {
        return lines(learnt, each -> each.mac() + " behind " + each.dev() + vlan(each.vlan()));
    }

    private static String groups(List<MulticastEntry> members) {
        return lines(members, each -> each.group() + " behind " + each.dev() + vlan(each.vlan()));
    }

    private static String vlan(int vlan) {
        return vlan == 0 ? "" : " in VLAN " + vlan;
    }

    private static <T> String lines(List<T> all, Function<T, String> line) {
        return all.isEmpty() ? "nothing" : all.stream().map(line).collect(Collectors.joining(String.format("%n  ")));
    }
}
