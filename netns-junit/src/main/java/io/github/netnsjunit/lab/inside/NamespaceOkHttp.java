package io.github.netnsjunit.lab.inside;

import io.github.netnsjunit.lab.system.Outside;
import java.net.Proxy;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okio.AsyncTimeout;

/** OkHttp inside a namespace. This class alone knows OkHttp, which is optional. */
public final class NamespaceOkHttp {

    /** What to say, before the name of a class, where this one does not load. A constant, which is read without it. */
    public static final String ABSENT =
            "OkHttp, or what it needs, is not on the class path. Add com.squareup.okhttp3:okhttp-jvm:5.x to the test"
                    + " dependencies (not okhttp, whose jar is empty under Maven). Missing: ";

    /**
     * Okio has one thread that watches all time-outs; it is born of the first that sets one, and ends when it has watched none for
     * a minute. This time-out, of a thread outside, is never up: so none is born inside.
     */
    private static final class NeverUp extends AsyncTimeout {

        /** Made, and entered, by the thread that loads this class: {@link Outside#call} has to be around that. */
        static final NeverUp WATCHED = new NeverUp();

        private NeverUp() {
            timeout(36_500, TimeUnit.DAYS);
            enter();
        }

        static NeverUp watched() {
            return WATCHED;
        }
    }

    private NamespaceOkHttp() {}

    public static OkHttpClient client(NamespaceThreads threads) {
        Outside.call(NeverUp::watched);
        return new OkHttpClient.Builder()
                .socketFactory(new NamespaceSockets.Clients(threads))
                .dns(threads::resolve)
                .proxy(Proxy.NO_PROXY) // a proxy of the machine's is not to be reached from here
                .dispatcher(new Dispatcher(threads.newPool()))
                .connectionPool(
                        new ConnectionPool(5, 5, TimeUnit.MINUTES)) // OkHttp's own defaults, not its shared pool
                .fastFallback(false) // that would connect on threads that OkHttp shares between all clients
                // Those threads are born of whoever needs them first: here of one that stands outside.
                .addInterceptor(chain -> Outside.call(() -> chain.proceed(chain.request())))
                .build();
    }

    public static void close(OkHttpClient client) {
        client.dispatcher().cancelAll();
        client.connectionPool().evictAll();
    }
}
