package io.github.netnsjunit.kernel.route;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import java.util.List;
import java.util.Optional;

/**
 * Deletes a policy rule: the first for which all holds that the rule says, even if that one says more.
 *
 * @param rule the rule
 */
public record DeleteRule(RuleSpec rule) implements NetlinkRequest {

    /** Makes the request if the kernel, which has these rules, would delete this rule by it and none that says more. */
    public static Optional<NetlinkRequest> of(RuleSpec rule, List<RuleMessage> listed) {
        return listed.stream()
                .filter(each -> rule.covers(each.rule()))
                .findFirst()
                .filter(found -> !found.saysMore() && found.rule().equals(rule))
                .map(found -> new DeleteRule(rule));
    }

    @Override
    public short type() {
        return Rtnetlink.RTM_DELRULE;
    }

    @Override
    public void write(AttributeWriter out) {
        // Without the type, as ip does: the kernel then compares the table alone.
        rule.write(out, rule.action() != RouteType.UNICAST);
    }

    @Override
    public String toString() {
        return "delete rule " + Integer.toUnsignedString(rule.priority()) + ": " + rule;
    }
}
