package id.kursi.waitingroom;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * A pass as it is handed out.
 *
 * @param pass to be sent as the header Kursi-Pass with each claim
 */
@RegisterForReflection
public record PassView(String pass, String intake, long position, Instant expiresAt) {}
