package io.github.netnsjunit.provision;

import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.kernel.address.AddAddress;
import io.github.netnsjunit.kernel.address.AddressMessage;
import io.github.netnsjunit.kernel.address.DeleteAddress;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Outline;
import java.net.InetAddress;
import java.util.Optional;

/** The steps that give interfaces their addresses. */
final class AddressSteps {

    private final Outline outline;
    private final Steps steps;

    AddressSteps(Outline outline, Steps steps) {
        this.outline = outline;
        this.steps = steps;
    }

    /** Gives a fresh interface its addresses. They need not be undone: they disappear with the interface. */
    void ofFresh(LinkFacts facts) {
        Key.Link link = facts.key();
        boolean ofAll = looksForAllDuplicates(link);
        boolean ofSome = facts.addresses().stream().anyMatch(AddressSteps::isTentative);
        if (ofSome && !ofAll && !outline.isHost(link.namespace())) {
            // Before the parameters that a user sets, which win.
            String parameter = "net/ipv6/conf/" + link.name() + "/accept_dad";
            steps.step(Phase.LINK_SETTINGS, link.namespace())
                    .order(-1)
                    .needs(link)
                    .work(new Work.Setting(parameter, "1", false));
        }
        for (LinkAddress address : facts.addresses()) {
            steps.step(Phase.ADDRESSES, link).request(handles -> {
                return new AddAddress(
                        handles.index(link), address, ofAll || isTentative(address), outline.hasConnectedRoutes(link));
            });
        }
    }

    /** Whether the kernel looks for duplicates of an address of an interface. */
    boolean looksForDuplicates(LinkFacts facts) {
        return looksForAllDuplicates(facts.key()) || facts.addresses().stream().anyMatch(AddressSteps::isTentative);
    }

    private boolean looksForAllDuplicates(Key.Link link) {
        return outline.namespace(link.namespace()).stream().anyMatch(Namespace::duplicateAddressDetection);
    }

    private static boolean isTentative(LinkAddress address) {
        return address.state() == LinkAddress.State.TENTATIVE;
    }

    /** Gives {@code lo} its addresses when it is up: a kernel may give it its own ones only if it then has no other. */
    void ofLoopback(LinkFacts lo) {
        for (LinkAddress address : lo.addresses()) {
            steps.step(Phase.UP, lo.key().namespace())
                    .order(1)
                    .about(lo.key())
                    .undo(handles ->
                            () -> delete(lo.key(), Steps.LOOPBACK, address.address(), address.prefixLength(), handles))
                    .request(handles -> new AddAddress(Steps.LOOPBACK, address, false, true));
        }
    }

    /** Gives an interface one more address, without a subnet. */
    void more(Key.Link link, InetAddress address) {
        int length = address.getAddress().length * Byte.SIZE;
        steps.step(Phase.ADDRESSES, link)
                .order(1)
                .undo(handles -> {
                    int index = handles.index(link);
                    return () -> delete(link, index, address, length, handles);
                })
                .request(handles -> new AddAddress(handles.index(link), address, length));
    }

    private static Optional<DeleteAddress> delete(
            Key.Link link, int index, InetAddress address, int length, Handles handles) {
        boolean isThere = handles.list(link.namespace(), AddressMessage.dump()).stream()
                .anyMatch(each ->
                        each.index() == index && each.address().equals(address) && each.prefixLength() == length);
        return isThere ? Optional.of(new DeleteAddress(index, address, length)) : Optional.empty();
    }
}
