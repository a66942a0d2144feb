export { AccountBook, AccountsFileError, type AccountBookOptions } from './account-book.ts';
export { formatAccountList, parseAccountList, type AccountRow } from './account-list.ts';
export { formatMosquittoAcl, isGeneratedAcl, SERVER_ACCOUNT, type StationPlace } from './mosquitto-acl.ts';
export { editPasswords, parsePasswords, type PasswordFile } from './password-file.ts';
export { hashPassword, isPassword, makePassword, parseHash, type PasswordHash } from './password.ts';
export { replaceFile } from './replace-file.ts';
