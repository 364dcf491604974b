package id.kursi.reservation;

import id.kursi.platform.Act;
import java.util.UUID;

/**
 * A step of one reservation.
 *
 * @param account whose reservation it must be; null when staff or the service itself acts
 * @param to CONFIRMED, CANCELLED or EXPIRED
 * @param by the officer, where one acts; else null
 */
record Change(UUID id, String account, Status to, Act by) {}
