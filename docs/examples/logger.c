// A station on an ESP32: the outline of store and forward with ESP-IDF's esp_mqtt (5.x). What is left to write is
// declared below: a ring of readings in flash, the probes, Wi-Fi or a modem, and SNTP.
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include "freertos/FreeRTOS.h"
#include "freertos/queue.h"
#include "freertos/task.h"
#include "mqtt_client.h"

#define TOPIC(kind) "clearwell/v1/zz/zz-101/" kind
#define INTERVAL_MS (10 * 60 * 1000)
#define BATCH 100 // Readings of one message; the server takes 1,000, and this much memory is not there.

typedef struct {
  uint32_t boot, seq;
  int64_t sampled_at; // Milliseconds since 1970.
  float turbidity, ph;
} reading_t;

// The ring: 1,008 readings are seven days. Acknowledged ones stay until they are overwritten, for `resend`.
void store_keep(const reading_t *reading);
size_t store_pending(reading_t *into, size_t most); // Oldest first; does not remove.
void store_acknowledge(const reading_t *readings, size_t count);
void store_reoffer(const char *command_json); // The span of a `resend` counts as not acknowledged again.
uint32_t store_boot(void);                    // Counted up in NVS at each start.
bool clock_is_set(void);
int64_t clock_now_ms(void);
reading_t probes_read(void);

typedef struct {
  esp_mqtt_event_id_t id;
  int msg_id;
  char command[200];
} news_t;

static QueueHandle_t news; // From the task of esp_mqtt to ours: all below runs in ours, so nothing is locked.
static esp_mqtt_client_handle_t client;
static reading_t sent[BATCH];
static size_t sent_count;
static int sent_id = -1; // One message on the way at a time.
static bool connected;
static int64_t fresh_at; // Sampled while connected: the one reading that is not historical.
static char payload[BATCH * 128 + 32];

static void on_mqtt(void *context, esp_event_base_t base, int32_t id, void *data) {
  const esp_mqtt_event_handle_t event = data;
  news_t item = {.id = (esp_mqtt_event_id_t)id, .msg_id = event->msg_id};
  if (item.id == MQTT_EVENT_DATA)
    snprintf(item.command, sizeof item.command, "%.*s", event->data_len, event->data);
  xQueueSend(news, &item, portMAX_DELAY);
}

static void send_pending(void) {
  if (!connected || sent_id >= 0) return;
  sent_count = store_pending(sent, BATCH);
  if (sent_count == 0) return;
  size_t length = (size_t)snprintf(payload, sizeof payload, "{\"readings\":[");
  for (size_t i = 0; i < sent_count; i++) {
    const reading_t *r = &sent[i];
    length += (size_t)snprintf(payload + length, sizeof payload - length,
      "%s{\"sampledAt\":%" PRId64 ",\"boot\":%" PRIu32 ",\"seq\":%" PRIu32 "%s,\"values\":{\"turbidity\":%.2f,\"ph\":%.2f}}",
      i == 0 ? "" : ",", r->sampled_at, r->boot, r->seq, r->sampled_at == fresh_at ? "" : ",\"historical\":true",
      (double)r->turbidity, (double)r->ph); // NaN is no JSON: send null for a probe without a value.
  }
  strcpy(payload + length, "]}");
  fresh_at = 0;
  sent_id = esp_mqtt_client_enqueue(client, TOPIC("readings"), payload, 0, 1, 0, true);
}

static void hear(const news_t *item) {
  switch (item->id) {
  case MQTT_EVENT_CONNECTED:
    connected = true;
    esp_mqtt_client_subscribe(client, TOPIC("commands"), 1);
    esp_mqtt_client_enqueue(client, TOPIC("status"), "{\"online\":true}", 0, 1, 1, true);
    break;
  case MQTT_EVENT_DISCONNECTED:
    connected = false;
    sent_id = -1; // Not acknowledged: still pending in the store. If it comes twice, the server sees a duplicate.
    break;
  case MQTT_EVENT_PUBLISHED: // PUBACK. Only now are the readings delivered.
    if (item->msg_id != sent_id) return;
    store_acknowledge(sent, sent_count);
    sent_id = -1;
    break;
  case MQTT_EVENT_DATA:
    store_reoffer(item->command);
    break;
  default:
    return;
  }
  send_pending();
}

static void sample(uint32_t boot, uint32_t seq) {
  reading_t reading = probes_read();
  reading.boot = boot;
  reading.seq = seq;
  reading.sampled_at = clock_now_ms();
  store_keep(&reading); // First kept, then sent.
  fresh_at = connected ? reading.sampled_at : 0;
  send_pending();
}

// The uri mqtts://host:8883 speaks TLS with a broker whose certificate `ca` (PEM) has signed; NULL for mqtt://host:1883.
void logger_run(const char *uri, const char *password, const char *ca) {
  const esp_mqtt_client_config_t config = {
    .broker = {.address.uri = uri, .verification.certificate = ca},
    .credentials = {.client_id = "zz-101", .username = "zz-101", .authentication.password = password},
    .session = {
      .keepalive = 60,
      .disable_clean_session = true, // Commands wait at the broker while the link is down.
      .last_will = {.topic = TOPIC("status"), .msg = "{\"online\":false}", .qos = 1, .retain = 1},
    },
  };
  news = xQueueCreate(16, sizeof(news_t));
  client = esp_mqtt_client_init(&config);
  esp_mqtt_client_register_event(client, MQTT_EVENT_ANY, on_mqtt, NULL);
  while (!clock_is_set()) vTaskDelay(pdMS_TO_TICKS(1000)); // A reading without a time is no reading.
  esp_mqtt_client_start(client);
  const uint32_t boot = store_boot();
  TickType_t due = xTaskGetTickCount();
  for (uint32_t seq = 1;;) {
    const int32_t wait = (int32_t)(due - xTaskGetTickCount());
    news_t item;
    if (xQueueReceive(news, &item, wait > 0 ? (TickType_t)wait : 0) == pdTRUE) {
      hear(&item);
    } else {
      sample(boot, seq++);
      due += pdMS_TO_TICKS(INTERVAL_MS);
    }
  }
}
