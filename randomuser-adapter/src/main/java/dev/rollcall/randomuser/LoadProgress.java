package dev.rollcall.randomuser;

/**
 * How far a series of pages has come. Threadsafe.
 *
 * @param page the page just fetched, from 1
 * @param pages pages in all
 * @param users users up to and including this page, those of skipped first pages too
 * @param totalUsers users in all
 */
public record LoadProgress(int page, int pages, long users, long totalUsers) {}
