package io.github.netnsjunit.assertj.error;

import static io.github.netnsjunit.assertj.error.Message.expecting;
import static io.github.netnsjunit.assertj.error.NetworkSnapshot.describe;

import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.lab.listing.Interface;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.error.ErrorMessageFactory;

/** Messages about the state of one interface. */
public final class InterfaceMessages {

    private InterfaceMessages() {}

    public static ErrorMessageFactory shouldBeUp(Interface actual) {
        return expecting(actual.name(), "to be up%nbut it is down:%n  %s", describe(actual));
    }

    public static ErrorMessageFactory shouldBeDown(Interface actual) {
        return expecting(actual.name(), "to be down%nbut it is up:%n  %s", describe(actual));
    }

    public static ErrorMessageFactory shouldHaveCarrier(Interface actual) {
        return expecting(
                actual.name(),
                "to have a carrier%nbut it has none, as when the other end is down:%n  %s",
                describe(actual));
    }

    public static ErrorMessageFactory shouldHaveNoCarrier(Interface actual) {
        return expecting(actual.name(), "to have no carrier%nbut it has one:%n  %s", describe(actual));
    }

    public static ErrorMessageFactory shouldHaveAddress(Interface actual, String address) {
        return expecting(
                actual.name(),
                "to have the address %s%nbut its addresses are:%n  %s" + meaning(actual),
                address,
                actual.addresses());
    }

    /** Explains the states that its addresses are in. */
    private static String meaning(Interface actual) {
        Set<LinkAddress.State> states =
                actual.addresses().stream().map(LinkAddress::state).collect(Collectors.toSet());
        return (states.contains(LinkAddress.State.DADFAILED)
                        ? "%n(dadfailed: another host has this address, so the kernel does not use it)"
                        : "")
                + (states.contains(LinkAddress.State.TENTATIVE)
                        ? "%n(tentative: the kernel still looks for another host with this address, and does not use it yet)"
                        : "");
    }

    public static ErrorMessageFactory shouldHaveMtu(Interface actual, int mtu) {
        return expecting(actual.name(), "to have an MTU of %s bytes%nbut it is:%n  %s", mtu, actual.mtu());
    }

    public static ErrorMessageFactory shouldHaveMac(Interface actual, String mac) {
        return expecting(
                actual.name(), "to have the MAC address %s%nbut it is:%n  %s", mac, String.valueOf(actual.mac()));
    }

    public static ErrorMessageFactory shouldHaveMaster(Interface actual, String bridge) {
        return expecting(
                actual.name(),
                "to be a port of %s%nbut it is a port of:%n  %s",
                bridge,
                Objects.requireNonNullElse(actual.master(), "nothing"));
    }
}
