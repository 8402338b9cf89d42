/// Notices as webhooks: Standard Webhooks headers and signature around a CloudEvents 1.0 body.
///
/// [hms.connectors.webhook.WebhookChannel] tells the story of one attempt. The address comes from
/// configuration that many people may write, so it goes out as [hms.connectors.guarded] has it.
@NullMarked
package hms.connectors.webhook;

import org.jspecify.annotations.NullMarked;
