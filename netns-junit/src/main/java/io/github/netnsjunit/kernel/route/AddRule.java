package io.github.netnsjunit.kernel.route;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.Netlink;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;

/**
 * Adds a policy rule. The kernel refuses if there is one that says the same.
 *
 * @param rule the rule
 */
public record AddRule(RuleSpec rule) implements NetlinkRequest {

    @Override
    public short type() {
        return Rtnetlink.RTM_NEWRULE;
    }

    @Override
    public int flags() {
        return Netlink.ADD;
    }

    @Override
    public void write(AttributeWriter out) {
        rule.write(out, true);
    }

    @Override
    public String toString() {
        return "add rule " + Integer.toUnsignedString(rule.priority()) + ": " + rule;
    }
}
