package io.github.netnsjunit.assertj;

import io.github.netnsjunit.lab.NetworkNamespace;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;
import okhttp3.OkHttpClient;

/**
 * The OkHttp clients that namespaces lend for assertions, one each, however many requests there are. A namespace keeps what it lends
 * until it is closed, and shuts it down then; nothing here keeps it longer.
 */
final class LentClients {

    private static final Map<NetworkNamespace, WeakReference<OkHttpClient>> LENT = new WeakHashMap<>();

    private LentClients() {}

    /**
     * The client that the namespace lends.
     *
     * @throws IllegalStateException if there is no OkHttp, of which this class names nothing that it would need before
     */
    static synchronized OkHttpClient of(NetworkNamespace namespace) {
        WeakReference<OkHttpClient> lent = LENT.get(namespace);
        OkHttpClient client = lent == null ? null : lent.get();
        if (client == null) {
            client = namespace.okHttpClient();
            client.dispatcher().setMaxRequests(Integer.MAX_VALUE); // whoever asks waits for nobody else
            client.dispatcher().setMaxRequestsPerHost(Integer.MAX_VALUE);
            LENT.put(namespace, new WeakReference<>(client));
        }
        return client;
    }
}
