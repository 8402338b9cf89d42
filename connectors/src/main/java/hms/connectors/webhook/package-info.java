/// Notices as webhooks: Standard Webhooks headers and signature around a CloudEvents 1.0 body.
///
/// [hms.connectors.webhook.WebhookChannel] tells the story of one attempt. The address comes from
/// configuration that many people may write, so it is treated as hostile:
/// [hms.connectors.webhook.WebhookUrl] says what an address may look like,
/// [hms.connectors.webhook.PublicAddresses] where it may lead, [hms.connectors.webhook.PinnedPost]
/// connects to the very addresses that were judged.
@NullMarked
package hms.connectors.webhook;

import org.jspecify.annotations.NullMarked;
