/** By this number in its head (`pragma application_id`) a file is known for a ledger of Clearwell. */
export const LEDGER_MARK = 0x436c7731;
