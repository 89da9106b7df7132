package io.github.netnsjunit.provision;

import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.kernel.advertisement.Advertiser;
import io.github.netnsjunit.kernel.advertisement.FormedAddresses;
import io.github.netnsjunit.kernel.advertisement.RouterAdvertisement;
import io.github.netnsjunit.topology.Key;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The services of IPv6 routers, and the hosts that wait for them. */
final class Advertising {

    private Advertising() {}

    /** Sends advertisements from a router, on some of its interfaces. */
    static Service from(String router, Map<Key.Link, RouterAdvertisement> advertisements) {
        return (libc, handles) -> {
            Map<Integer, RouterAdvertisement> byIndex = new HashMap<>();
            advertisements.forEach((link, advertisement) -> byIndex.put(handles.index(link), advertisement));
            Advertiser advertiser = Advertiser.start(libc, router, byIndex, handles::startOutside);
            return new Service.Running() {
                @Override
                public void takeLeave() {
                    advertiser.takeLeave();
                }

                @Override
                public void close() {
                    advertiser.close();
                }
            };
        };
    }

    /** Waits until an interface has formed its addresses of the prefixes that are advertised. */
    static Service awaitAddresses(Key.Link link, List<IpNetwork> prefixes) {
        return (libc, handles) -> {
            boolean formed = FormedAddresses.await(
                    libc, handles.index(link), prefixes, dump -> handles.list(link.namespace(), dump));
            if (!formed) {
                throw new IllegalStateException(
                        "after 30 s the kernel has formed no address of " + prefixes + ", which a router advertises");
            }
            return Service.Running.NOTHING;
        };
    }
}
