BEGIN TRANSACTION;
CREATE TABLE "accounts_failedsignins" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(150) NOT NULL, "address" varchar(45) NOT NULL, "browser" varchar(32) NOT NULL, "count" integer unsigned NOT NULL CHECK ("count" >= 0), "last_at" datetime NOT NULL, CONSTRAINT "one_count_a_place" UNIQUE ("name", "address", "browser"));
CREATE TABLE "accounts_provideraccount" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "issuer" varchar(255) NOT NULL, "subject" varchar(255) NOT NULL, "account_id" integer NOT NULL UNIQUE REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "one_account_a_subject" UNIQUE ("issuer", "subject"));
CREATE TABLE "accounts_session" ("session_key" varchar(40) NOT NULL PRIMARY KEY, "session_data" text NOT NULL, "expire_date" datetime NOT NULL, "address" varchar(45) NOT NULL, "user_agent" varchar(255) NOT NULL, "seen_at" datetime NULL, "signed_in_at" datetime NULL, "account_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "accounts_session" VALUES('fb1bfe1fed5c25abf3c8674fb695e4f6e37c9758','.eJxljkuKwzAQRO-idQiWZDnuLOcCWeQAon-yTQYZLHsVcvfIJjAzzLJfUa_6aSJu6xi3okucxFyNNaffjJAfmvdAsIw04yJnZJ63vJZzmfLwrbFMQ45z_uH3g98rvuWvj-CPdayuqvQOXLDoOVFoNQhb8m0XyBE4Syn1jjuRlpw2HlroOYWeEnm4MKNjqNJ9WyVOOeJqrvYCAULTdVAT1f8QRRYtpW7X7vEKDprX_X69AWbwVz4:1xXcoH:0WVkAqE7W5UAraPXWxngKyXBhznX4S18aFbnqI2AxUg','2026-11-29 19:11:09.757142','','','2026-11-29 11:11:09','2026-11-29 11:11:09',1);
CREATE TABLE "audit_auditentry" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "at" datetime NOT NULL, "who" varchar(255) NOT NULL, "action" varchar(20) NOT NULL, "detail" text NOT NULL, "address" varchar(45) NOT NULL, "request_id" varchar(64) NOT NULL, "count" integer unsigned NOT NULL CHECK ("count" >= 0));
INSERT INTO "audit_auditentry" VALUES(1,'2026-11-29 11:11:08.897051','command line','refresh','refresh 1 of workspace','','',1);
INSERT INTO "audit_auditentry" VALUES(2,'2026-11-29 11:11:09.318907','command line','account','created superuser ada','','',1);
INSERT INTO "audit_auditentry" VALUES(3,'2026-11-29 11:11:09.319573','command line','account','created account ben','','',1);
INSERT INTO "audit_auditentry" VALUES(4,'2026-11-29 11:11:09.322523','command line','role','user ben gained group Admin','','',1);
INSERT INTO "audit_auditentry" VALUES(5,'2026-11-29 11:11:09.327098','command line','refresh','refresh 3 of workspace','','',1);
INSERT INTO "audit_auditentry" VALUES(6,'2026-11-29 11:11:09.355917','command line','refresh','refresh 4 of workspace','','',1);
INSERT INTO "audit_auditentry" VALUES(7,'2026-11-29 11:11:09.381459','command line','refresh','refresh 5 of workspace','','',1);
INSERT INTO "audit_auditentry" VALUES(8,'2026-11-29 11:11:09.411169','command line','refresh','refresh 6 of workspace','','',1);
INSERT INTO "audit_auditentry" VALUES(9,'2026-11-29 11:11:09.435643','command line','refresh','refresh 7 of number PNTXb4TzbGfe','','',1);
INSERT INTO "audit_auditentry" VALUES(10,'2026-11-29 11:11:09.455532','command line','refresh','refresh 8 of user US3bgrek3vud','','',1);
INSERT INTO "audit_auditentry" VALUES(11,'2026-11-29 11:11:09.482565','command line','refresh','refresh 9 of workspace','','',1);
INSERT INTO "audit_auditentry" VALUES(12,'2026-11-29 11:11:09.756166','ada','sign-in','by single sign-on','','',1);
INSERT INTO "audit_auditentry" VALUES(13,'2026-11-29 11:11:09.948462','ada','export','numbers as csv: all current ones','127.0.0.1','34cb1064438340139ea52c2de4288307',1);
CREATE TABLE "auth_group" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(150) NOT NULL UNIQUE);
INSERT INTO "auth_group" VALUES(1,'Viewer');
INSERT INTO "auth_group" VALUES(2,'Admin');
CREATE TABLE "auth_group_permissions" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED, "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "auth_group_permissions" VALUES(1,1,8);
INSERT INTO "auth_group_permissions" VALUES(2,2,8);
INSERT INTO "auth_group_permissions" VALUES(3,2,21);
INSERT INTO "auth_group_permissions" VALUES(4,2,22);
INSERT INTO "auth_group_permissions" VALUES(5,2,45);
INSERT INTO "auth_group_permissions" VALUES(6,2,43);
INSERT INTO "auth_group_permissions" VALUES(7,2,44);
INSERT INTO "auth_group_permissions" VALUES(8,2,47);
CREATE TABLE "auth_permission" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "codename" varchar(100) NOT NULL, "name" varchar(255) NOT NULL);
INSERT INTO "auth_permission" VALUES(1,1,'add_cachestate','Can add cache state');
INSERT INTO "auth_permission" VALUES(2,1,'change_cachestate','Can change cache state');
INSERT INTO "auth_permission" VALUES(3,1,'delete_cachestate','Can delete cache state');
INSERT INTO "auth_permission" VALUES(4,1,'view_cachestate','Can view cache state');
INSERT INTO "auth_permission" VALUES(5,2,'add_phonenumber','Can add phone number');
INSERT INTO "auth_permission" VALUES(6,2,'change_phonenumber','Can change phone number');
INSERT INTO "auth_permission" VALUES(7,2,'delete_phonenumber','Can delete phone number');
INSERT INTO "auth_permission" VALUES(8,2,'view_phonenumber','Can view phone number');
INSERT INTO "auth_permission" VALUES(9,3,'add_worker','Can add worker');
INSERT INTO "auth_permission" VALUES(10,3,'change_worker','Can change worker');
INSERT INTO "auth_permission" VALUES(11,3,'delete_worker','Can delete worker');
INSERT INTO "auth_permission" VALUES(12,3,'view_worker','Can view worker');
INSERT INTO "auth_permission" VALUES(13,4,'add_assignment','Can add assignment');
INSERT INTO "auth_permission" VALUES(14,4,'change_assignment','Can change assignment');
INSERT INTO "auth_permission" VALUES(15,4,'delete_assignment','Can delete assignment');
INSERT INTO "auth_permission" VALUES(16,4,'view_assignment','Can view assignment');
INSERT INTO "auth_permission" VALUES(17,5,'add_refresh','Can add refresh');
INSERT INTO "auth_permission" VALUES(18,5,'change_refresh','Can change refresh');
INSERT INTO "auth_permission" VALUES(19,5,'delete_refresh','Can delete refresh');
INSERT INTO "auth_permission" VALUES(20,5,'view_refresh','Can view refresh');
INSERT INTO "auth_permission" VALUES(21,5,'start_refresh','Can start and cancel refreshes');
INSERT INTO "auth_permission" VALUES(22,5,'accept_removals','Can accept or dismiss held removals');
INSERT INTO "auth_permission" VALUES(23,6,'add_rejectedrecord','Can add rejected record');
INSERT INTO "auth_permission" VALUES(24,6,'change_rejectedrecord','Can change rejected record');
INSERT INTO "auth_permission" VALUES(25,6,'delete_rejectedrecord','Can delete rejected record');
INSERT INTO "auth_permission" VALUES(26,6,'view_rejectedrecord','Can view rejected record');
INSERT INTO "auth_permission" VALUES(27,7,'add_workspaceuser','Can add workspace user');
INSERT INTO "auth_permission" VALUES(28,7,'change_workspaceuser','Can change workspace user');
INSERT INTO "auth_permission" VALUES(29,7,'delete_workspaceuser','Can delete workspace user');
INSERT INTO "auth_permission" VALUES(30,7,'view_workspaceuser','Can view workspace user');
INSERT INTO "auth_permission" VALUES(31,8,'add_change','Can add change');
INSERT INTO "auth_permission" VALUES(32,8,'change_change','Can change change');
INSERT INTO "auth_permission" VALUES(33,8,'delete_change','Can delete change');
INSERT INTO "auth_permission" VALUES(34,8,'view_change','Can view change');
INSERT INTO "auth_permission" VALUES(35,9,'add_preferences','Can add preferences');
INSERT INTO "auth_permission" VALUES(36,9,'change_preferences','Can change preferences');
INSERT INTO "auth_permission" VALUES(37,9,'delete_preferences','Can delete preferences');
INSERT INTO "auth_permission" VALUES(38,9,'view_preferences','Can view preferences');
INSERT INTO "auth_permission" VALUES(39,10,'add_savedview','Can add saved view');
INSERT INTO "auth_permission" VALUES(40,10,'change_savedview','Can change saved view');
INSERT INTO "auth_permission" VALUES(41,10,'delete_savedview','Can delete saved view');
INSERT INTO "auth_permission" VALUES(42,10,'view_savedview','Can view saved view');
INSERT INTO "auth_permission" VALUES(43,10,'share_savedview','Can share views, and change and delete shared ones');
INSERT INTO "auth_permission" VALUES(44,12,'snooze_attention','Can snooze and annotate attention items');
INSERT INTO "auth_permission" VALUES(45,13,'view_auditentry','Can view audit entry');
INSERT INTO "auth_permission" VALUES(46,16,'view_provideraccount','Can view provider account');
INSERT INTO "auth_permission" VALUES(47,16,'manage_people','Can make and change accounts of Viewers and Admins');
INSERT INTO "auth_permission" VALUES(48,17,'add_logentry','Can add log entry');
INSERT INTO "auth_permission" VALUES(49,17,'change_logentry','Can change log entry');
INSERT INTO "auth_permission" VALUES(50,17,'delete_logentry','Can delete log entry');
INSERT INTO "auth_permission" VALUES(51,17,'view_logentry','Can view log entry');
INSERT INTO "auth_permission" VALUES(52,18,'add_permission','Can add permission');
INSERT INTO "auth_permission" VALUES(53,18,'change_permission','Can change permission');
INSERT INTO "auth_permission" VALUES(54,18,'delete_permission','Can delete permission');
INSERT INTO "auth_permission" VALUES(55,18,'view_permission','Can view permission');
INSERT INTO "auth_permission" VALUES(56,19,'add_group','Can add group');
INSERT INTO "auth_permission" VALUES(57,19,'change_group','Can change group');
INSERT INTO "auth_permission" VALUES(58,19,'delete_group','Can delete group');
INSERT INTO "auth_permission" VALUES(59,19,'view_group','Can view group');
INSERT INTO "auth_permission" VALUES(60,20,'add_user','Can add user');
INSERT INTO "auth_permission" VALUES(61,20,'change_user','Can change user');
INSERT INTO "auth_permission" VALUES(62,20,'delete_user','Can delete user');
INSERT INTO "auth_permission" VALUES(63,20,'view_user','Can view user');
INSERT INTO "auth_permission" VALUES(64,21,'add_contenttype','Can add content type');
INSERT INTO "auth_permission" VALUES(65,21,'change_contenttype','Can change content type');
INSERT INTO "auth_permission" VALUES(66,21,'delete_contenttype','Can delete content type');
INSERT INTO "auth_permission" VALUES(67,21,'view_contenttype','Can view content type');
INSERT INTO "auth_permission" VALUES(68,22,'add_session','Can add session');
INSERT INTO "auth_permission" VALUES(69,22,'change_session','Can change session');
INSERT INTO "auth_permission" VALUES(70,22,'delete_session','Can delete session');
INSERT INTO "auth_permission" VALUES(71,22,'view_session','Can view session');
INSERT INTO "auth_permission" VALUES(72,23,'add_staticdevice','Can add static device');
INSERT INTO "auth_permission" VALUES(73,23,'change_staticdevice','Can change static device');
INSERT INTO "auth_permission" VALUES(74,23,'delete_staticdevice','Can delete static device');
INSERT INTO "auth_permission" VALUES(75,23,'view_staticdevice','Can view static device');
INSERT INTO "auth_permission" VALUES(76,24,'add_statictoken','Can add static token');
INSERT INTO "auth_permission" VALUES(77,24,'change_statictoken','Can change static token');
INSERT INTO "auth_permission" VALUES(78,24,'delete_statictoken','Can delete static token');
INSERT INTO "auth_permission" VALUES(79,24,'view_statictoken','Can view static token');
INSERT INTO "auth_permission" VALUES(80,25,'add_totpdevice','Can add TOTP device');
INSERT INTO "auth_permission" VALUES(81,25,'change_totpdevice','Can change TOTP device');
INSERT INTO "auth_permission" VALUES(82,25,'delete_totpdevice','Can delete TOTP device');
INSERT INTO "auth_permission" VALUES(83,25,'view_totpdevice','Can view TOTP device');
CREATE TABLE "auth_user" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "password" varchar(128) NOT NULL, "last_login" datetime NULL, "is_superuser" bool NOT NULL, "username" varchar(150) NOT NULL UNIQUE, "last_name" varchar(150) NOT NULL, "email" varchar(254) NOT NULL, "is_staff" bool NOT NULL, "is_active" bool NOT NULL, "date_joined" datetime NOT NULL, "first_name" varchar(150) NOT NULL);
INSERT INTO "auth_user" VALUES(1,'!vilvVFT0zoyvWmX5QueVqbmxUmpzDT6HMv8eqaf5','2026-11-29 11:11:09.756643',1,'ada','','',1,1,'2026-11-29 11:11:09.318309','');
INSERT INTO "auth_user" VALUES(2,'!143fUQdJ1E9yho1IIZMxUX5j69CmzGsoRGzHwZYs',NULL,0,'ben','','',0,1,'2026-11-29 11:11:09.319283','');
CREATE TABLE "auth_user_groups" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "auth_user_groups" VALUES(1,2,2);
CREATE TABLE "auth_user_user_permissions" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "django_admin_log" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "object_id" text NULL, "object_repr" varchar(200) NOT NULL, "action_flag" smallint unsigned NOT NULL CHECK ("action_flag" >= 0), "change_message" text NOT NULL, "content_type_id" integer NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "action_time" datetime NOT NULL);
CREATE TABLE "django_content_type" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "app_label" varchar(100) NOT NULL, "model" varchar(100) NOT NULL);
INSERT INTO "django_content_type" VALUES(1,'inventory','cachestate');
INSERT INTO "django_content_type" VALUES(2,'inventory','phonenumber');
INSERT INTO "django_content_type" VALUES(3,'inventory','worker');
INSERT INTO "django_content_type" VALUES(4,'inventory','assignment');
INSERT INTO "django_content_type" VALUES(5,'inventory','refresh');
INSERT INTO "django_content_type" VALUES(6,'inventory','rejectedrecord');
INSERT INTO "django_content_type" VALUES(7,'inventory','workspaceuser');
INSERT INTO "django_content_type" VALUES(8,'inventory','change');
INSERT INTO "django_content_type" VALUES(9,'numbers','preferences');
INSERT INTO "django_content_type" VALUES(10,'numbers','savedview');
INSERT INTO "django_content_type" VALUES(11,'overview','note');
INSERT INTO "django_content_type" VALUES(12,'overview','snooze');
INSERT INTO "django_content_type" VALUES(13,'audit','auditentry');
INSERT INTO "django_content_type" VALUES(14,'accounts','failedsignins');
INSERT INTO "django_content_type" VALUES(15,'accounts','session');
INSERT INTO "django_content_type" VALUES(16,'accounts','provideraccount');
INSERT INTO "django_content_type" VALUES(17,'admin','logentry');
INSERT INTO "django_content_type" VALUES(18,'auth','permission');
INSERT INTO "django_content_type" VALUES(19,'auth','group');
INSERT INTO "django_content_type" VALUES(20,'auth','user');
INSERT INTO "django_content_type" VALUES(21,'contenttypes','contenttype');
INSERT INTO "django_content_type" VALUES(22,'sessions','session');
INSERT INTO "django_content_type" VALUES(23,'otp_static','staticdevice');
INSERT INTO "django_content_type" VALUES(24,'otp_static','statictoken');
INSERT INTO "django_content_type" VALUES(25,'otp_totp','totpdevice');
CREATE TABLE "django_migrations" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "app" varchar(255) NOT NULL, "name" varchar(255) NOT NULL, "applied" datetime NOT NULL);
INSERT INTO "django_migrations" VALUES(1,'contenttypes','0001_initial','2026-11-29 11:11:08.255603');
INSERT INTO "django_migrations" VALUES(2,'auth','0001_initial','2026-11-29 11:11:08.265632');
INSERT INTO "django_migrations" VALUES(3,'accounts','0001_initial','2026-11-29 11:11:08.276604');
INSERT INTO "django_migrations" VALUES(4,'admin','0001_initial','2026-11-29 11:11:08.284093');
INSERT INTO "django_migrations" VALUES(5,'admin','0002_logentry_remove_auto_add','2026-11-29 11:11:08.292068');
INSERT INTO "django_migrations" VALUES(6,'admin','0003_logentry_add_action_flag_choices','2026-11-29 11:11:08.297434');
INSERT INTO "django_migrations" VALUES(7,'audit','0001_initial','2026-11-29 11:11:08.299584');
INSERT INTO "django_migrations" VALUES(8,'contenttypes','0002_remove_content_type_name','2026-11-29 11:11:08.313943');
INSERT INTO "django_migrations" VALUES(9,'auth','0002_alter_permission_name_max_length','2026-11-29 11:11:08.322000');
INSERT INTO "django_migrations" VALUES(10,'auth','0003_alter_user_email_max_length','2026-11-29 11:11:08.330935');
INSERT INTO "django_migrations" VALUES(11,'auth','0004_alter_user_username_opts','2026-11-29 11:11:08.336360');
INSERT INTO "django_migrations" VALUES(12,'auth','0005_alter_user_last_login_null','2026-11-29 11:11:08.343371');
INSERT INTO "django_migrations" VALUES(13,'auth','0006_require_contenttypes_0002','2026-11-29 11:11:08.343841');
INSERT INTO "django_migrations" VALUES(14,'auth','0007_alter_validators_add_error_messages','2026-11-29 11:11:08.349342');
INSERT INTO "django_migrations" VALUES(15,'auth','0008_alter_user_username_max_length','2026-11-29 11:11:08.356970');
INSERT INTO "django_migrations" VALUES(16,'auth','0009_alter_user_last_name_max_length','2026-11-29 11:11:08.364364');
INSERT INTO "django_migrations" VALUES(17,'auth','0010_alter_group_name_max_length','2026-11-29 11:11:08.371729');
INSERT INTO "django_migrations" VALUES(18,'auth','0011_update_proxy_permissions','2026-11-29 11:11:08.379407');
INSERT INTO "django_migrations" VALUES(19,'auth','0012_alter_user_first_name_max_length','2026-11-29 11:11:08.386577');
INSERT INTO "django_migrations" VALUES(20,'inventory','0001_initial','2026-11-29 11:11:08.615611');
INSERT INTO "django_migrations" VALUES(21,'numbers','0001_initial','2026-11-29 11:11:08.642628');
INSERT INTO "django_migrations" VALUES(22,'otp_static','0001_initial','2026-11-29 11:11:08.667885');
INSERT INTO "django_migrations" VALUES(23,'otp_static','0002_throttling','2026-11-29 11:11:08.690403');
INSERT INTO "django_migrations" VALUES(24,'otp_static','0003_add_timestamps','2026-11-29 11:11:08.711233');
INSERT INTO "django_migrations" VALUES(25,'otp_totp','0001_initial','2026-11-29 11:11:08.727590');
INSERT INTO "django_migrations" VALUES(26,'otp_totp','0002_auto_20190420_0723','2026-11-29 11:11:08.749516');
INSERT INTO "django_migrations" VALUES(27,'otp_totp','0003_add_timestamps','2026-11-29 11:11:08.771890');
INSERT INTO "django_migrations" VALUES(28,'overview','0001_initial','2026-11-29 11:11:08.774869');
INSERT INTO "django_migrations" VALUES(29,'sessions','0001_initial','2026-11-29 11:11:08.776888');
CREATE TABLE "django_session" ("session_key" varchar(40) NOT NULL PRIMARY KEY, "session_data" text NOT NULL, "expire_date" datetime NOT NULL);
CREATE TABLE "inventory_assignment" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "group_id" varchar(255) NULL, "number_id" varchar(255) NOT NULL REFERENCES "inventory_phonenumber" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" varchar(255) NOT NULL REFERENCES "inventory_workspaceuser" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "one_assignment_a_pair" UNIQUE ("number_id", "user_id"));
INSERT INTO "inventory_assignment" VALUES(1,'GRqwQOEv7fEA','PNTXb4TzbGfe','US3bgrek3vud');
INSERT INTO "inventory_assignment" VALUES(2,'GRa4sFL2TApy','PNNP5faaTMe1','USBZVn3q3wvj');
INSERT INTO "inventory_assignment" VALUES(4,'GRdIsbbZZT83','PNlHGHNowiMj','USBZVn3q3wvj');
INSERT INTO "inventory_assignment" VALUES(5,'GRdIsbbZZT83','PNlHGHNowiMj','US2REEH0sIrQ');
INSERT INTO "inventory_assignment" VALUES(6,'GRdIsbbZZT83','PNlHGHNowiMj','US3bgrek3vud');
INSERT INTO "inventory_assignment" VALUES(7,'GRdIsbbZZT83','PNlHGHNowiMj','UShYQijc41am');
INSERT INTO "inventory_assignment" VALUES(8,'GRQWpHxMIj3L','PNV8RWy3G2EQ','USM4HtfvCOTD');
INSERT INTO "inventory_assignment" VALUES(9,'GRQWpHxMIj3L','PNV8RWy3G2EQ','US3bgrek3vud');
INSERT INTO "inventory_assignment" VALUES(10,'GRQWpHxMIj3L','PNV8RWy3G2EQ','US6ttWM8OD6h');
INSERT INTO "inventory_assignment" VALUES(11,'GRQWpHxMIj3L','PNV8RWy3G2EQ','USBZVn3q3wvj');
INSERT INTO "inventory_assignment" VALUES(12,'GRfY7gJTUtXB','PNsIJ8cX6Olf','UShYQijc41am');
INSERT INTO "inventory_assignment" VALUES(13,'GRfY7gJTUtXB','PNsIJ8cX6Olf','USM4HtfvCOTD');
INSERT INTO "inventory_assignment" VALUES(14,'GRfY7gJTUtXB','PNsIJ8cX6Olf','US6ttWM8OD6h');
INSERT INTO "inventory_assignment" VALUES(15,'GRfY7gJTUtXB','PNsIJ8cX6Olf','USG1ELF8moSj');
INSERT INTO "inventory_assignment" VALUES(16,'GRTXkQOgmnln','PNeUpDTKfVNZ','USM4HtfvCOTD');
INSERT INTO "inventory_assignment" VALUES(17,'GR2RxslMMRdl','PN6k1Ne44Jcs','UShYQijc41am');
INSERT INTO "inventory_assignment" VALUES(18,'GR2RxslMMRdl','PN6k1Ne44Jcs','USBZVn3q3wvj');
INSERT INTO "inventory_assignment" VALUES(19,'GR2RxslMMRdl','PN6k1Ne44Jcs','USG1ELF8moSj');
INSERT INTO "inventory_assignment" VALUES(20,'GRq5wOMmdKNd','PNZqnIVcikJb','USM4HtfvCOTD');
INSERT INTO "inventory_assignment" VALUES(21,'GRq5wOMmdKNd','PNZqnIVcikJb','USG1ELF8moSj');
INSERT INTO "inventory_assignment" VALUES(22,'GRq5wOMmdKNd','PNZqnIVcikJb','US2REEH0sIrQ');
INSERT INTO "inventory_assignment" VALUES(23,'GRq5wOMmdKNd','PNZqnIVcikJb','UShYQijc41am');
INSERT INTO "inventory_assignment" VALUES(25,'GReOeaSYI6sA','PNPqvu0RRTyp','USG1ELF8moSj');
INSERT INTO "inventory_assignment" VALUES(26,'GReOeaSYI6sA','PNPqvu0RRTyp','US6ttWM8OD6h');
INSERT INTO "inventory_assignment" VALUES(27,'GR7ipQLAthwt','PNveln46JkHQ','USG1ELF8moSj');
INSERT INTO "inventory_assignment" VALUES(28,'GRh8UYCOrhw1','PNNkW7fBzR1N','US2REEH0sIrQ');
INSERT INTO "inventory_assignment" VALUES(29,'GRh8UYCOrhw1','PNNkW7fBzR1N','USBZVn3q3wvj');
INSERT INTO "inventory_assignment" VALUES(30,'GRyV5VqbKRn5','PNKBY2371HD6','US2REEH0sIrQ');
INSERT INTO "inventory_assignment" VALUES(31,'GRNCErCUMxS0','PN1DEv92MwuG','USBZVn3q3wvj');
INSERT INTO "inventory_assignment" VALUES(32,'GRNCErCUMxS0','PN1DEv92MwuG','UShYQijc41am');
INSERT INTO "inventory_assignment" VALUES(33,'GRdFC0zkDyNk','PNxXRZuP2q5p','US6ttWM8OD6h');
INSERT INTO "inventory_assignment" VALUES(34,'GRA8nSBqSO5r','PNxXRZuP2q5p','USM4HtfvCOTD');
INSERT INTO "inventory_assignment" VALUES(35,'GRdFC0zkDyNk','PNxXRZuP2q5p','USBZVn3q3wvj');
INSERT INTO "inventory_assignment" VALUES(36,'GRdFC0zkDyNk','PNxXRZuP2q5p','UShYQijc41am');
INSERT INTO "inventory_assignment" VALUES(37,'GR2POiBRJWlQ','PNgvr15NSdBS','USM4HtfvCOTD');
INSERT INTO "inventory_assignment" VALUES(38,'GR2POiBRJWlQ','PNgvr15NSdBS','US2REEH0sIrQ');
INSERT INTO "inventory_assignment" VALUES(39,'GR2POiBRJWlQ','PNgvr15NSdBS','US6ttWM8OD6h');
INSERT INTO "inventory_assignment" VALUES(40,'GR2POiBRJWlQ','PNgvr15NSdBS','UShYQijc41am');
INSERT INTO "inventory_assignment" VALUES(41,'GR2POiBRJWlQ','PNgvr15NSdBS','USG1ELF8moSj');
INSERT INTO "inventory_assignment" VALUES(42,'GR2POiBRJWlQ','PNgvr15NSdBS','USBZVn3q3wvj');
INSERT INTO "inventory_assignment" VALUES(43,'GRUNGKesPXV9','PNypa8tugmyL','US2REEH0sIrQ');
INSERT INTO "inventory_assignment" VALUES(44,'GRUNGKesPXV9','PNypa8tugmyL','USM4HtfvCOTD');
INSERT INTO "inventory_assignment" VALUES(45,'GRUNGKesPXV9','PNypa8tugmyL','USG1ELF8moSj');
INSERT INTO "inventory_assignment" VALUES(46,'GRUNGKesPXV9','PNypa8tugmyL','UShYQijc41am');
INSERT INTO "inventory_assignment" VALUES(48,'GRFabbiIHAqc','PNvFKe6h6bzF','US2REEH0sIrQ');
INSERT INTO "inventory_assignment" VALUES(49,'GRFabbiIHAqc','PNvFKe6h6bzF','USBZVn3q3wvj');
INSERT INTO "inventory_assignment" VALUES(50,'GRFabbiIHAqc','PNvFKe6h6bzF','USG1ELF8moSj');
INSERT INTO "inventory_assignment" VALUES(51,'GRgSvkXpH4PY','PNKg9mFXZZCE','UShYQijc41am');
INSERT INTO "inventory_assignment" VALUES(52,'GRKJe8V0TmLP','PNqt2YZ3Ze2V','USG1ELF8moSj');
INSERT INTO "inventory_assignment" VALUES(53,'GRKJe8V0TmLP','PNqt2YZ3Ze2V','USM4HtfvCOTD');
INSERT INTO "inventory_assignment" VALUES(54,'GRKJe8V0TmLP','PNqt2YZ3Ze2V','US2REEH0sIrQ');
INSERT INTO "inventory_assignment" VALUES(56,'GRKIvaFqE5T0','PNoc5GZkgFdo','USG1ELF8moSj');
INSERT INTO "inventory_assignment" VALUES(57,'GR7GHzY2IN6j','PNAIlHmIhYr0','USBZVn3q3wvj');
INSERT INTO "inventory_assignment" VALUES(58,'GR7GHzY2IN6j','PNAIlHmIhYr0','UShYQijc41am');
INSERT INTO "inventory_assignment" VALUES(60,'GRknvAdhvvpF','PNwhLHMwfVvn','US2REEH0sIrQ');
INSERT INTO "inventory_assignment" VALUES(61,'GRknvAdhvvpF','PNwhLHMwfVvn','USG1ELF8moSj');
INSERT INTO "inventory_assignment" VALUES(62,'GRknvAdhvvpF','PNwhLHMwfVvn','UShYQijc41am');
INSERT INTO "inventory_assignment" VALUES(63,'GRdIsbbZZT83','PNIeNN5AbHNN','USBZVn3q3wvj');
INSERT INTO "inventory_assignment" VALUES(64,'GRdIsbbZZT83','PNIeNN5AbHNN','US2REEH0sIrQ');
INSERT INTO "inventory_assignment" VALUES(65,'GRdIsbbZZT83','PNIeNN5AbHNN','US3bgrek3vud');
INSERT INTO "inventory_assignment" VALUES(66,'GRdIsbbZZT83','PNIeNN5AbHNN','UShYQijc41am');
CREATE TABLE "inventory_cachestate" ("id" smallint unsigned NOT NULL PRIMARY KEY CHECK ("id" >= 0), "version" char(32) NOT NULL, "confirmed_at" datetime NULL, "people_confirmed_at" datetime NULL, "numbers" integer unsigned NOT NULL CHECK ("numbers" >= 0), "unverified" integer unsigned NOT NULL CHECK ("unverified" >= 0), "workspace_name" text NOT NULL, "subscription_status" text NOT NULL, "a2p_status" text NOT NULL, "a2p_since" datetime NULL, "a2p_reasons" text NOT NULL CHECK ((JSON_VALID("a2p_reasons") OR "a2p_reasons" IS NULL)));
INSERT INTO "inventory_cachestate" VALUES(1,'0df7576a60e84d6397876d2ae63d0b3c','2026-11-29 11:11:09.413059','2026-11-29 11:11:09.300976',23,15,'','','',NULL,'[]');
CREATE TABLE "inventory_change" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "at" datetime NOT NULL, "kind" varchar(20) NOT NULL, "field" varchar(32) NOT NULL, "old" text NOT NULL, "new" text NOT NULL, "is_news" bool NOT NULL, "number_id" varchar(255) NULL REFERENCES "inventory_phonenumber" ("id") DEFERRABLE INITIALLY DEFERRED, "refresh_id" bigint NOT NULL REFERENCES "inventory_refresh" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" varchar(255) NULL REFERENCES "inventory_workspaceuser" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "inventory_change" VALUES(1,'2026-11-29 11:11:08.910176','number-added','','','{"fields":{"number":"+14165550100","formatted_number":"+14165550100","name":"Margaret Brindle","symbol":"","group_id":"GRqwQOEv7fEA","forward":"","port_request_id":"mwF4JCtF","porting_status":"completed","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"unrestricted","messaging_us":"unrestricted","messaging_ca":"unrestricted","messaging_intl":"restricted","created_at":"2022-02-13T13:45:15.832000+00:00","updated_at":"2025-11-30T19:27:28.525000+00:00"},"users":{"US3bgrek3vud":"GRqwQOEv7fEA"}}',0,'PNTXb4TzbGfe',1,NULL);
INSERT INTO "inventory_change" VALUES(2,'2026-11-29 11:11:08.910176','number-added','','','{"fields":{"number":"+491713920000","formatted_number":"+491713920000","name":"Radio spot Berlin (mobil)","symbol":"","group_id":"GRHnumZDS7vS","forward":"","port_request_id":"","porting_status":"","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"unrestricted","messaging_us":"restricted","messaging_ca":"unrestricted","messaging_intl":"restricted","created_at":"2025-08-31T02:33:41.527000+00:00","updated_at":"2026-03-04T05:11:40.716000+00:00"},"users":{}}',0,'PNEtskxlLjOG',1,NULL);
INSERT INTO "inventory_change" VALUES(3,'2026-11-29 11:11:08.910176','number-added','','','{"fields":{"number":"+15035550100","formatted_number":"(503) 555-0100","name":"Siobhán O’Neill-Fitzgerald (direct)","symbol":"🌇","group_id":"GRa4sFL2TApy","forward":"+12125550125","port_request_id":"","porting_status":"","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"unrestricted","messaging_us":"unrestricted","messaging_ca":"unrestricted","messaging_intl":"unrestricted","created_at":"2025-08-02T23:21:48.927000+00:00","updated_at":"2026-07-22T23:51:57.262000+00:00"},"users":{"USBZVn3q3wvj":"GRa4sFL2TApy"}}',0,'PNNP5faaTMe1',1,NULL);
INSERT INTO "inventory_change" VALUES(4,'2026-11-29 11:11:08.910176','number-added','','','{"fields":{"number":"+12065550100","formatted_number":"(206) 555-0100","name":"نورة العتيبي","symbol":"🇨🇦","group_id":"GRNJlubVy39G","forward":"","port_request_id":"","porting_status":"","calling_us":"unrestricted","calling_ca":"restricted","calling_intl":"unrestricted","messaging_us":"unrestricted","messaging_ca":"unrestricted","messaging_intl":"restricted","created_at":"2023-02-26T11:07:38.191000+00:00","updated_at":"2025-01-09T22:42:25.156000+00:00"},"users":{"US6ttWM8OD6h":"GRNJlubVy39G"}}',0,'PNIeNN5AbHNN',1,NULL);
INSERT INTO "inventory_change" VALUES(5,'2026-11-29 11:11:08.910176','number-added','','','{"fields":{"number":"+17185550100","formatted_number":"(718) 555-0100","name":"Front desk","symbol":"✨","group_id":"GRdIsbbZZT83","forward":"","port_request_id":"","porting_status":"","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"restricted","messaging_us":"unrestricted","messaging_ca":"unrestricted","messaging_intl":"unrestricted","created_at":"2024-04-05T20:20:20.525000+00:00","updated_at":"2024-11-08T19:38:14.200000+00:00"},"users":{"USBZVn3q3wvj":"GRdIsbbZZT83","US2REEH0sIrQ":"GRdIsbbZZT83","US3bgrek3vud":"GRdIsbbZZT83","UShYQijc41am":"GRdIsbbZZT83"}}',0,'PNlHGHNowiMj',1,NULL);
INSERT INTO "inventory_change" VALUES(6,'2026-11-29 11:11:08.910176','number-added','','','{"fields":{"number":"+16175550100","formatted_number":"(617) 555-0100","name":"Sales West","symbol":"💼","group_id":"GRQWpHxMIj3L","forward":"","port_request_id":"","porting_status":"","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"unrestricted","messaging_us":"unrestricted","messaging_ca":"unrestricted","messaging_intl":"restricted","created_at":"2026-02-01T11:33:41.499000+00:00","updated_at":"2026-06-21T16:47:22.300000+00:00"},"users":{"USM4HtfvCOTD":"GRQWpHxMIj3L","US3bgrek3vud":"GRQWpHxMIj3L","US6ttWM8OD6h":"GRQWpHxMIj3L","USBZVn3q3wvj":"GRQWpHxMIj3L"}}',0,'PNV8RWy3G2EQ',1,NULL);
INSERT INTO "inventory_change" VALUES(7,'2026-11-29 11:11:08.910176','number-added','','','{"fields":{"number":"+12145550100","formatted_number":"(214) 555-0100","name":"Billing","symbol":"","group_id":"GRfY7gJTUtXB","forward":"","port_request_id":"","porting_status":"","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"restricted","messaging_us":"unrestricted","messaging_ca":"unrestricted","messaging_intl":"unrestricted","created_at":"2022-08-05T16:02:10.749000+00:00","updated_at":"2024-06-05T08:30:05.528000+00:00"},"users":{"UShYQijc41am":"GRfY7gJTUtXB","USM4HtfvCOTD":"GRfY7gJTUtXB","US6ttWM8OD6h":"GRfY7gJTUtXB","USG1ELF8moSj":"GRfY7gJTUtXB"}}',0,'PNsIJ8cX6Olf',1,NULL);
INSERT INTO "inventory_change" VALUES(8,'2026-11-29 11:11:08.910176','number-added','','','{"fields":{"number":"+16135550100","formatted_number":"(613) 555-0100","name":"Oluwaseun","symbol":"","group_id":"GRTXkQOgmnln","forward":"","port_request_id":"","porting_status":"","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"restricted","messaging_us":"unrestricted","messaging_ca":"unrestricted","messaging_intl":"restricted","created_at":"2025-03-23T19:17:27.662000+00:00","updated_at":"2025-07-11T23:37:34.003000+00:00"},"users":{"USM4HtfvCOTD":"GRTXkQOgmnln"}}',0,'PNeUpDTKfVNZ',1,NULL);
INSERT INTO "inventory_change" VALUES(9,'2026-11-29 11:11:08.910176','number-added','','','{"fields":{"number":"+18335550100","formatted_number":"(833) 555-0100","name":"Dispatch","symbol":"","group_id":"GR2RxslMMRdl","forward":"","port_request_id":"oNXjDTtT","porting_status":"completed","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"restricted","messaging_us":"unrestricted","messaging_ca":"unrestricted","messaging_intl":"restricted","created_at":"2025-02-04T10:32:06.723000+00:00","updated_at":"2026-04-01T16:02:11.883000+00:00"},"users":{"UShYQijc41am":"GR2RxslMMRdl","USBZVn3q3wvj":"GR2RxslMMRdl","USG1ELF8moSj":"GR2RxslMMRdl"}}',0,'PN6k1Ne44Jcs',1,NULL);
INSERT INTO "inventory_change" VALUES(10,'2026-11-29 11:11:08.910176','number-added','','','{"fields":{"number":"+12135550100","formatted_number":"","name":"On call","symbol":"","group_id":"GRq5wOMmdKNd","forward":"","port_request_id":"xvF8XZyN","porting_status":"completed","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"restricted","messaging_us":"unrestricted","messaging_ca":"unrestricted","messaging_intl":"restricted","created_at":"2024-07-26T02:55:24.189000+00:00","updated_at":"2026-09-10T01:05:54.178000+00:00"},"users":{"USM4HtfvCOTD":"GRq5wOMmdKNd","USG1ELF8moSj":"GRq5wOMmdKNd","US2REEH0sIrQ":"GRq5wOMmdKNd","UShYQijc41am":"GRq5wOMmdKNd","US3bgrek3vud":"GRvTTXvVy8DN"}}',0,'PNZqnIVcikJb',1,NULL);
INSERT INTO "inventory_change" VALUES(11,'2026-11-29 11:11:08.910176','number-added','','','{"fields":{"number":"+12145550101","formatted_number":"(214) 555-0101","name":"Sales East","symbol":"💧","group_id":"GReOeaSYI6sA","forward":"","port_request_id":"","porting_status":"","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"restricted","messaging_us":"unrestricted","messaging_ca":"unrestricted","messaging_intl":"restricted","created_at":"2025-05-23T10:21:50.528000+00:00","updated_at":"2026-08-30T08:41:14.506000+00:00"},"users":{"USG1ELF8moSj":"GReOeaSYI6sA","US6ttWM8OD6h":"GReOeaSYI6sA"}}',0,'PNPqvu0RRTyp',1,NULL);
INSERT INTO "inventory_change" VALUES(12,'2026-11-29 11:11:08.910176','number-added','','','{"fields":{"number":"+17135550100","formatted_number":"(713) 555-0100","name":"יעל בן־דוד (direct)","symbol":"","group_id":"GR7ipQLAthwt","forward":"","port_request_id":"EsPx2Mtv","porting_status":"completed","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"restricted","messaging_us":"unrestricted","messaging_ca":"unrestricted","messaging_intl":"restricted","created_at":"2024-11-29T23:11:38.810000+00:00","updated_at":"2026-04-04T05:01:43.397000+00:00"},"users":{"USG1ELF8moSj":"GR7ipQLAthwt"}}',0,'PNveln46JkHQ',1,NULL);
INSERT INTO "inventory_change" VALUES(13,'2026-11-29 11:11:08.910176','number-added','','','{"fields":{"number":"+12145550102","formatted_number":"(214) 555-0102","name":"Careers","symbol":"🌇","group_id":"GRh8UYCOrhw1","forward":"+16045550168","port_request_id":"","porting_status":"","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"restricted","messaging_us":"unrestricted","messaging_ca":"unrestricted","messaging_intl":"restricted","created_at":"2025-05-08T22:45:09.149000+00:00","updated_at":"2026-07-26T10:35:07.559000+00:00"},"users":{"US2REEH0sIrQ":"GRh8UYCOrhw1","USBZVn3q3wvj":"GRh8UYCOrhw1"}}',0,'PNNkW7fBzR1N',1,NULL);
INSERT INTO "inventory_change" VALUES(14,'2026-11-29 11:11:08.910176','number-added','','','{"fields":{"number":"+12135550101","formatted_number":"","name":"Contractor","symbol":"👩🏽‍💼","group_id":"GRyV5VqbKRn5","forward":"","port_request_id":"","porting_status":"","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"restricted","messaging_us":"unrestricted","messaging_ca":"unrestricted","messaging_intl":"restricted","created_at":"2024-09-04T12:21:33.044000+00:00","updated_at":"2025-10-30T13:01:51.530000+00:00"},"users":{"US2REEH0sIrQ":"GRyV5VqbKRn5"}}',0,'PNKBY2371HD6',1,NULL);
INSERT INTO "inventory_change" VALUES(15,'2026-11-29 11:11:08.910176','number-added','','','{"fields":{"number":"+12145550103","formatted_number":"(214) 555-0103","name":"Claims","symbol":"","group_id":"GRNCErCUMxS0","forward":"","port_request_id":"","porting_status":"","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"unrestricted","messaging_us":"unrestricted","messaging_ca":"unrestricted","messaging_intl":"restricted","created_at":"2025-01-02T07:03:00.380000+00:00","updated_at":"2025-08-24T14:56:15.315000+00:00"},"users":{"USBZVn3q3wvj":"GRNCErCUMxS0","UShYQijc41am":"GRNCErCUMxS0"}}',0,'PN1DEv92MwuG',1,NULL);
INSERT INTO "inventory_change" VALUES(16,'2026-11-29 11:11:08.910176','number-added','','','{"fields":{"number":"+19075550100","formatted_number":"(907) 555-0100","name":"Main line","symbol":"","group_id":"GRdFC0zkDyNk","forward":"","port_request_id":"","porting_status":"","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"restricted","messaging_us":"unrestricted","messaging_ca":"unrestricted","messaging_intl":"restricted","created_at":"2024-05-14T19:27:07.288000+00:00","updated_at":"2025-08-20T15:28:31.313000+00:00"},"users":{"US6ttWM8OD6h":"GRdFC0zkDyNk","USM4HtfvCOTD":"GRA8nSBqSO5r","USBZVn3q3wvj":"GRdFC0zkDyNk","UShYQijc41am":"GRdFC0zkDyNk"}}',0,'PNxXRZuP2q5p',1,NULL);
INSERT INTO "inventory_change" VALUES(17,'2026-11-29 11:11:08.910176','number-added','','','{"fields":{"number":"+19025550100","formatted_number":"","name":"Safety hotline","symbol":"","group_id":"GR2POiBRJWlQ","forward":"+14155550143","port_request_id":"","porting_status":"","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"unrestricted","messaging_us":"unrestricted","messaging_ca":"unrestricted","messaging_intl":"restricted","created_at":"2025-08-11T01:03:05.696000+00:00","updated_at":"2026-10-30T02:56:12.037000+00:00"},"users":{"USM4HtfvCOTD":"GR2POiBRJWlQ","US2REEH0sIrQ":"GR2POiBRJWlQ","US6ttWM8OD6h":"GR2POiBRJWlQ","UShYQijc41am":"GR2POiBRJWlQ","USG1ELF8moSj":"GR2POiBRJWlQ","USBZVn3q3wvj":"GR2POiBRJWlQ"}}',0,'PNgvr15NSdBS',1,NULL);
INSERT INTO "inventory_change" VALUES(18,'2026-11-29 11:11:08.910176','number-added','','','{"fields":{"number":"+61255500000","formatted_number":"+61255500000","name":"Key accounts","symbol":"🚐","group_id":"GRUNGKesPXV9","forward":"","port_request_id":"","porting_status":"","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"restricted","messaging_us":"restricted","messaging_ca":"restricted","messaging_intl":"restricted","created_at":"2026-04-15T11:05:14.200000+00:00","updated_at":"2026-09-24T14:38:16.205000+00:00"},"users":{"US2REEH0sIrQ":"GRUNGKesPXV9","USM4HtfvCOTD":"GRUNGKesPXV9","USG1ELF8moSj":"GRUNGKesPXV9","UShYQijc41am":"GRUNGKesPXV9","US3bgrek3vud":"GRUNGKesPXV9"}}',0,'PNypa8tugmyL',1,NULL);
INSERT INTO "inventory_change" VALUES(19,'2026-11-29 11:11:08.910176','number-added','','','{"fields":{"number":"+13035550100","formatted_number":"(303) 555-0100","name":"Yard & vans","symbol":"","group_id":"GRFabbiIHAqc","forward":"","port_request_id":"","porting_status":"","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"restricted","messaging_us":"unrestricted","messaging_ca":"unrestricted","messaging_intl":"restricted","created_at":"2024-01-16T20:37:11.978000+00:00","updated_at":"2024-01-29T05:24:47.597000+00:00"},"users":{"US2REEH0sIrQ":"GRFabbiIHAqc","USBZVn3q3wvj":"GRFabbiIHAqc","USG1ELF8moSj":"GRFabbiIHAqc"}}',0,'PNvFKe6h6bzF',1,NULL);
INSERT INTO "inventory_change" VALUES(20,'2026-11-29 11:11:08.910176','number-added','','','{"fields":{"number":"+17135550101","formatted_number":"(713) 555-0101","name":"Þórdís Guðmundsdóttir","symbol":"","group_id":"GRgSvkXpH4PY","forward":"","port_request_id":"","porting_status":"","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"restricted","messaging_us":"unrestricted","messaging_ca":"unrestricted","messaging_intl":"restricted","created_at":"2023-12-19T16:15:16.931000+00:00","updated_at":"2024-07-20T14:40:42.469000+00:00"},"users":{"UShYQijc41am":"GRgSvkXpH4PY"}}',0,'PNKg9mFXZZCE',1,NULL);
INSERT INTO "inventory_change" VALUES(21,'2026-11-29 11:11:08.910176','number-added','','','{"fields":{"number":"+19075550101","formatted_number":"(907) 555-0101","name":"Franchise desk","symbol":"⭐","group_id":"GRKJe8V0TmLP","forward":"","port_request_id":"cgLKl4K4","porting_status":"completed","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"restricted","messaging_us":"unrestricted","messaging_ca":"unrestricted","messaging_intl":"restricted","created_at":"2026-02-14T23:36:13.675000+00:00","updated_at":"2026-06-02T04:28:21.046000+00:00"},"users":{"USG1ELF8moSj":"GRKJe8V0TmLP","USM4HtfvCOTD":"GRKJe8V0TmLP","US2REEH0sIrQ":"GRKJe8V0TmLP"}}',0,'PNqt2YZ3Ze2V',1,NULL);
INSERT INTO "inventory_change" VALUES(22,'2026-11-29 11:11:08.910176','number-added','','','{"fields":{"number":"+16025550100","formatted_number":"(602) 555-0100","name":"Press","symbol":"☎️","group_id":"GRKIvaFqE5T0","forward":"","port_request_id":"","porting_status":"","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"unrestricted","messaging_us":"unrestricted","messaging_ca":"unrestricted","messaging_intl":"restricted","created_at":"2026-05-30T17:09:45.666000+00:00","updated_at":"2026-06-13T07:49:28.806000+00:00"},"users":{"US3bgrek3vud":"GRKIvaFqE5T0","USG1ELF8moSj":"GRKIvaFqE5T0"}}',0,'PNoc5GZkgFdo',1,NULL);
INSERT INTO "inventory_change" VALUES(23,'2026-11-29 11:11:08.910176','number-added','','','{"fields":{"number":"+14155550100","formatted_number":"(415) 555-0100","name":"Payroll","symbol":"","group_id":"GR7GHzY2IN6j","forward":"+16045550155","port_request_id":"","porting_status":"","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"restricted","messaging_us":"unrestricted","messaging_ca":"restricted","messaging_intl":"restricted","created_at":"2025-02-20T08:59:01.793000+00:00","updated_at":"2025-05-12T07:13:41.422000+00:00"},"users":{"USBZVn3q3wvj":"GR7GHzY2IN6j","UShYQijc41am":"GR7GHzY2IN6j","US3bgrek3vud":"GR7GHzY2IN6j"}}',0,'PNAIlHmIhYr0',1,NULL);
INSERT INTO "inventory_change" VALUES(24,'2026-11-29 11:11:08.910176','number-added','','','{"fields":{"number":"+18085550100","formatted_number":"(808) 555-0100","name":"Honolulu quality checks","symbol":"🏴󠁧󠁢󠁳󠁣󠁴󠁿","group_id":"GRknvAdhvvpF","forward":"","port_request_id":"","porting_status":"","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"unrestricted","messaging_us":"unrestricted","messaging_ca":"unrestricted","messaging_intl":"restricted","created_at":"2025-02-08T01:26:25.972000+00:00","updated_at":"2025-09-23T14:33:03.642000+00:00"},"users":{"US2REEH0sIrQ":"GRknvAdhvvpF","USG1ELF8moSj":"GRknvAdhvvpF","UShYQijc41am":"GRknvAdhvvpF"}}',0,'PNwhLHMwfVvn',1,NULL);
INSERT INTO "inventory_change" VALUES(25,'2026-11-29 11:11:08.910176','user-added','','','{"fields":{"email":"margaret@brindlewick.example","first_name":"Margaret","last_name":"Brindle","role":"owner"}}',0,NULL,1,'US3bgrek3vud');
INSERT INTO "inventory_change" VALUES(26,'2026-11-29 11:11:08.910176','user-added','','','{"fields":{"email":"siobhan.oneill@brindlewick.example","first_name":"Siobhán","last_name":"O’Neill-Fitzgerald","role":"member"}}',0,NULL,1,'USBZVn3q3wvj');
INSERT INTO "inventory_change" VALUES(27,'2026-11-29 11:11:08.910176','user-added','','','{"fields":{"email":"noura.alotaibi@brindlewick.example","first_name":"نورة","last_name":"العتيبي","role":"member"}}',0,NULL,1,'US6ttWM8OD6h');
INSERT INTO "inventory_change" VALUES(28,'2026-11-29 11:11:08.910176','user-added','','','{"fields":{"email":"contractor-7@brindlewick.example","first_name":"","last_name":"","role":"member"}}',0,NULL,1,'US2REEH0sIrQ');
INSERT INTO "inventory_change" VALUES(29,'2026-11-29 11:11:08.910176','user-added','','','{"fields":{"email":"thordis.gudmundsdottir@brindlewick.example","first_name":"Þórdís","last_name":"Guðmundsdóttir","role":"member"}}',0,NULL,1,'UShYQijc41am');
INSERT INTO "inventory_change" VALUES(30,'2026-11-29 11:11:08.910176','user-added','','','{"fields":{"email":"oluwaseun@brindlewick.example","first_name":"Oluwaseun","last_name":"","role":"admin"}}',0,NULL,1,'USM4HtfvCOTD');
INSERT INTO "inventory_change" VALUES(31,'2026-11-29 11:11:08.910176','user-added','','','{"fields":{"email":"yael.bendavid@brindlewick.example","first_name":"יעל","last_name":"בן־דוד","role":"member"}}',0,NULL,1,'USG1ELF8moSj');
INSERT INTO "inventory_change" VALUES(32,'2026-11-29 11:11:09.307311','user-added','','','{"fields":{"email":"yating.lin@brindlewick.example","first_name":"雅婷","last_name":"林","role":"member"}}',0,NULL,2,'USu4nQKFdUbt');
INSERT INTO "inventory_change" VALUES(33,'2026-11-29 11:11:09.339209','number-changed','name','Margaret Brindle','Renamed',1,'PNTXb4TzbGfe',3,NULL);
INSERT INTO "inventory_change" VALUES(34,'2026-11-29 11:11:09.339209','number-changed','porting_status','','submitted',1,'PNNP5faaTMe1',3,NULL);
INSERT INTO "inventory_change" VALUES(35,'2026-11-29 11:11:09.339209','user-assigned','','','GRdIsbbZZT83',1,'PNIeNN5AbHNN',3,'USBZVn3q3wvj');
INSERT INTO "inventory_change" VALUES(36,'2026-11-29 11:11:09.339209','user-assigned','','','GRdIsbbZZT83',1,'PNIeNN5AbHNN',3,'US2REEH0sIrQ');
INSERT INTO "inventory_change" VALUES(37,'2026-11-29 11:11:09.339209','user-assigned','','','GRdIsbbZZT83',1,'PNIeNN5AbHNN',3,'US3bgrek3vud');
INSERT INTO "inventory_change" VALUES(38,'2026-11-29 11:11:09.339209','user-assigned','','','GRdIsbbZZT83',1,'PNIeNN5AbHNN',3,'UShYQijc41am');
INSERT INTO "inventory_change" VALUES(39,'2026-11-29 11:11:09.339209','user-unassigned','','GRNJlubVy39G','',1,'PNIeNN5AbHNN',3,'US6ttWM8OD6h');
INSERT INTO "inventory_change" VALUES(40,'2026-11-29 11:11:09.393481','number-removed','','','',1,'PNwhLHMwfVvn',5,NULL);
INSERT INTO "inventory_change" VALUES(41,'2026-11-29 11:11:09.466961','user-unassigned','','GR7GHzY2IN6j','',1,'PNAIlHmIhYr0',8,'US3bgrek3vud');
INSERT INTO "inventory_change" VALUES(42,'2026-11-29 11:11:09.466961','user-unassigned','','GRvTTXvVy8DN','',1,'PNZqnIVcikJb',8,'US3bgrek3vud');
INSERT INTO "inventory_change" VALUES(43,'2026-11-29 11:11:09.466961','user-unassigned','','GRKIvaFqE5T0','',1,'PNoc5GZkgFdo',8,'US3bgrek3vud');
INSERT INTO "inventory_change" VALUES(44,'2026-11-29 11:11:09.466961','user-unassigned','','GRUNGKesPXV9','',1,'PNypa8tugmyL',8,'US3bgrek3vud');
CREATE TABLE "inventory_phonenumber" ("id" varchar(255) NOT NULL PRIMARY KEY, "number" varchar(255) NOT NULL, "formatted_number" text NOT NULL, "name" text NOT NULL, "symbol" text NOT NULL, "group_id" varchar(255) NOT NULL, "forward" varchar(255) NOT NULL, "port_request_id" varchar(255) NOT NULL, "porting_status" varchar(255) NOT NULL, "calling_us" varchar(255) NOT NULL, "calling_ca" varchar(255) NOT NULL, "calling_intl" varchar(255) NOT NULL, "messaging_us" varchar(255) NOT NULL, "messaging_ca" varchar(255) NOT NULL, "messaging_intl" varchar(255) NOT NULL, "created_at" datetime NULL, "updated_at" datetime NULL, "country" varchar(8) NOT NULL, "kind" varchar(16) NOT NULL, "area" varchar(100) NOT NULL, "sort_name" varchar(100) NOT NULL, "sort_area" varchar(100) NULL, "porting_place" smallint unsigned NULL CHECK ("porting_place" >= 0), "search_text" text NOT NULL, "porting_since" datetime NULL, "first_seen_at" datetime NOT NULL, "removed_at" datetime NULL, "removal_dismissed" bool NOT NULL, "warnings" text NOT NULL CHECK ((JSON_VALID("warnings") OR "warnings" IS NULL)), "warned" integer unsigned NOT NULL CHECK ("warned" >= 0), "confirmed_at" datetime NOT NULL, "unverified" bool NOT NULL, "digest" BLOB NOT NULL, "raw" text NOT NULL);
INSERT INTO "inventory_phonenumber" VALUES('PNTXb4TzbGfe','+14165550100','+14165550100','Renamed','','GRqwQOEv7fEA','','mwF4JCtF','completed','unrestricted','unrestricted','unrestricted','unrestricted','unrestricted','restricted','2022-02-13 13:45:15.832000','2025-11-30 19:27:28.525000','CA','local','Ontario','renamed','ontario',200,'pntxb4tzbgfe
grqwqoev7fea
+14165550100
mwf4jctf

renamed','2025-11-30 19:27:28.525000','2026-11-29 11:11:08.910176',NULL,0,'[]',0,'2026-11-29 11:11:09.437537',0,X'F29B81F35FAC402A7EF13D2814036CE3','{"id":"PNTXb4TzbGfe","groupId":"GRqwQOEv7fEA","portRequestId":"mwF4JCtF","formattedNumber":"+14165550100","forward":null,"name":"Renamed","number":"+14165550100","portingStatus":"completed","symbol":null,"users":[{"id":"US3bgrek3vud","email":"margaret@brindlewick.example","firstName":"Margaret","lastName":"Brindle","role":"owner","groupId":"GRqwQOEv7fEA"}],"createdAt":"2022-02-13T13:45:15.832Z","updatedAt":"2025-11-30T19:27:28.525Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"unrestricted"},"messaging":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PNEtskxlLjOG','+491713920000','+491713920000','Radio spot Berlin (mobil)','','GRHnumZDS7vS','','','','unrestricted','unrestricted','unrestricted','restricted','unrestricted','restricted','2025-08-31 02:33:41.527000','2026-03-04 05:11:40.716000','DE','mobile','','radio spot berlin (mobil)','germany',NULL,'pnetskxlljog
grhnumzds7vs
+491713920000


radio spot berlin (mobil)',NULL,'2026-11-29 11:11:08.910176',NULL,0,'[]',0,'2026-11-29 11:11:08.899290',0,X'72C548BE3BB51C28826A7408346CF474','{"id":"PNEtskxlLjOG","groupId":"GRHnumZDS7vS","portRequestId":null,"formattedNumber":"+491713920000","forward":null,"name":"Radio spot Berlin (mobil)","number":"+491713920000","portingStatus":null,"symbol":null,"users":[],"createdAt":"2025-08-31T02:33:41.527Z","updatedAt":"2026-03-04T05:11:40.716Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"unrestricted"},"messaging":{"US":"restricted","CA":"unrestricted","Intl":"restricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PNNP5faaTMe1','+15035550100','(503) 555-0100','Siobhán O’Neill-Fitzgerald (direct)','🌇','GRa4sFL2TApy','+12125550125','','submitted','unrestricted','unrestricted','unrestricted','unrestricted','unrestricted','unrestricted','2025-08-02 23:21:48.927000','2026-07-22 23:51:57.262000','US','local','Oregon','siobhan oneill-fitzgerald (direct)','oregon',3,'pnnp5faatme1
gra4sfl2tapy
+15035550100

+12125550125
siobhan oneill-fitzgerald (direct)','2026-11-29 11:11:09.339209','2026-11-29 11:11:08.910176',NULL,0,'[]',0,'2026-11-29 11:11:09.329146',0,X'','{"id":"PNNP5faaTMe1","groupId":"GRa4sFL2TApy","portRequestId":null,"formattedNumber":"(503) 555-0100","forward":"+12125550125","name":"Siobhán O’Neill-Fitzgerald (direct)","number":"+15035550100","portingStatus":"Submitted","symbol":"🌇","users":[{"id":"USBZVn3q3wvj","email":"siobhan.oneill@brindlewick.example","firstName":"Siobhán","lastName":"O’Neill-Fitzgerald","role":"member","groupId":"GRa4sFL2TApy"}],"createdAt":"2025-08-02T23:21:48.927Z","updatedAt":"2026-07-22T23:51:57.262Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"unrestricted"},"messaging":{"US":"unrestricted","CA":"unrestricted","Intl":"unrestricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PNIeNN5AbHNN','+12065550100','(206) 555-0100','نورة العتيبي','🇨🇦','GRNJlubVy39G','','','','unrestricted','restricted','unrestricted','unrestricted','unrestricted','restricted','2023-02-26 11:07:38.191000','2025-01-09 22:42:25.156000','US','local','Washington State','نورة العتيبي','washington state',NULL,'pnienn5abhnn
grnjlubvy39g
+12065550100


نورة العتيبي',NULL,'2026-11-29 11:11:08.910176',NULL,0,'[]',0,'2026-11-29 11:11:09.329146',0,X'3D1F7A575A1385ABE5391C6E0BE6B0C5','{"id":"PNIeNN5AbHNN","groupId":"GRNJlubVy39G","portRequestId":null,"formattedNumber":"(206) 555-0100","forward":null,"name":"نورة العتيبي","number":"+12065550100","portingStatus":null,"symbol":"🇨🇦","users":[{"id":"USBZVn3q3wvj","email":"siobhan.oneill@brindlewick.example","firstName":"Siobhán","lastName":"O’Neill-Fitzgerald","role":"member","groupId":"GRdIsbbZZT83"},{"id":"US2REEH0sIrQ","email":"contractor-7@brindlewick.example","firstName":null,"lastName":null,"role":"member","groupId":"GRdIsbbZZT83"},{"id":"US3bgrek3vud","email":"margaret@brindlewick.example","firstName":"Margaret","lastName":"Brindle","role":"owner","groupId":"GRdIsbbZZT83"},{"id":"UShYQijc41am","email":"thordis.gudmundsdottir@brindlewick.example","firstName":"Þórdís","lastName":"Guðmundsdóttir","role":"member","groupId":"GRdIsbbZZT83"}],"createdAt":"2023-02-26T11:07:38.191Z","updatedAt":"2025-01-09T22:42:25.156Z","restrictions":{"calling":{"US":"unrestricted","CA":"restricted","Intl":"unrestricted"},"messaging":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PNlHGHNowiMj','+17185550100','(718) 555-0100','Front desk','✨','GRdIsbbZZT83','','','','unrestricted','unrestricted','restricted','unrestricted','unrestricted','unrestricted','2024-04-05 20:20:20.525000','2024-11-08 19:38:14.200000','US','local','New York','front desk','new york',NULL,'pnlhghnowimj
grdisbbzzt83
+17185550100


front desk',NULL,'2026-11-29 11:11:08.910176',NULL,0,'[]',0,'2026-11-29 11:11:08.899290',0,X'44A2EB49FFA7254DE90E71841679728D','{"id":"PNlHGHNowiMj","groupId":"GRdIsbbZZT83","portRequestId":null,"formattedNumber":"(718) 555-0100","forward":null,"name":"Front desk","number":"+17185550100","portingStatus":null,"symbol":"✨","users":[{"id":"USBZVn3q3wvj","email":"siobhan.oneill@brindlewick.example","firstName":"Siobhán","lastName":"O’Neill-Fitzgerald","role":"member","groupId":"GRdIsbbZZT83"},{"id":"US2REEH0sIrQ","email":"contractor-7@brindlewick.example","firstName":null,"lastName":null,"role":"member","groupId":"GRdIsbbZZT83"},{"id":"US3bgrek3vud","email":"margaret@brindlewick.example","firstName":"Margaret","lastName":"Brindle","role":"owner","groupId":"GRdIsbbZZT83"},{"id":"UShYQijc41am","email":"thordis.gudmundsdottir@brindlewick.example","firstName":"Þórdís","lastName":"Guðmundsdóttir","role":"member","groupId":"GRdIsbbZZT83"}],"createdAt":"2024-04-05T20:20:20.525Z","updatedAt":"2024-11-08T19:38:14.200Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"},"messaging":{"US":"unrestricted","CA":"unrestricted","Intl":"unrestricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PNV8RWy3G2EQ','+16175550100','(617) 555-0100','Sales West','💼','GRQWpHxMIj3L','','','','unrestricted','unrestricted','unrestricted','unrestricted','unrestricted','restricted','2026-02-01 11:33:41.499000','2026-06-21 16:47:22.300000','US','local','Massachusetts','sales west','massachusetts',NULL,'pnv8rwy3g2eq
grqwphxmij3l
+16175550100


sales west',NULL,'2026-11-29 11:11:08.910176',NULL,0,'[]',0,'2026-11-29 11:11:08.899290',0,X'6A47D8D70C535116628C14C13CD9D8F0','{"id":"PNV8RWy3G2EQ","groupId":"GRQWpHxMIj3L","portRequestId":null,"formattedNumber":"(617) 555-0100","forward":null,"name":"Sales West","number":"+16175550100","portingStatus":null,"symbol":"💼","users":[{"id":"USM4HtfvCOTD","email":"oluwaseun@brindlewick.example","firstName":"Oluwaseun","lastName":null,"role":"admin","groupId":"GRQWpHxMIj3L"},{"id":"US3bgrek3vud","email":"margaret@brindlewick.example","firstName":"Margaret","lastName":"Brindle","role":"owner","groupId":"GRQWpHxMIj3L"},{"id":"US6ttWM8OD6h","email":"noura.alotaibi@brindlewick.example","firstName":"نورة","lastName":"العتيبي","role":"member","groupId":"GRQWpHxMIj3L"},{"id":"USBZVn3q3wvj","email":"siobhan.oneill@brindlewick.example","firstName":"Siobhán","lastName":"O’Neill-Fitzgerald","role":"member","groupId":"GRQWpHxMIj3L"}],"createdAt":"2026-02-01T11:33:41.499Z","updatedAt":"2026-06-21T16:47:22.300Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"unrestricted"},"messaging":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PNsIJ8cX6Olf','+12145550100','(214) 555-0100','Billing','','GRfY7gJTUtXB','','','','unrestricted','unrestricted','restricted','unrestricted','unrestricted','unrestricted','2022-08-05 16:02:10.749000','2024-06-05 08:30:05.528000','US','local','Texas','billing','texas',NULL,'pnsij8cx6olf
grfy7gjtutxb
+12145550100


billing',NULL,'2026-11-29 11:11:08.910176',NULL,0,'[]',0,'2026-11-29 11:11:08.899290',0,X'','{"id":"PNsIJ8cX6Olf","groupId":"GRfY7gJTUtXB","portRequestId":null,"formattedNumber":"(214) 555-0100","forward":null,"name":"Billing","number":"+12145550100","portingStatus":null,"symbol":null,"users":[{"id":"UShYQijc41am","email":"thordis.gudmundsdottir@brindlewick.example","firstName":"Þórdís","lastName":"Guðmundsdóttir","role":"member","groupId":"GRfY7gJTUtXB"},{"id":"USM4HtfvCOTD","email":"oluwaseun@brindlewick.example","firstName":"Oluwaseun","lastName":null,"role":"admin","groupId":"GRfY7gJTUtXB"},{"id":"US6ttWM8OD6h","email":"noura.alotaibi@brindlewick.example","firstName":"نورة","lastName":"العتيبي","role":"member","groupId":"GRfY7gJTUtXB"},{"id":"USG1ELF8moSj","email":"yael.bendavid@brindlewick.example","firstName":"יעל","lastName":"בן־דוד","role":"member","groupId":"GRfY7gJTUtXB"}],"createdAt":"2022-08-05T16:02:10.749Z","updatedAt":"2024-06-05T08:30:05.528Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"},"messaging":{"US":"unrestricted","CA":"unrestricted","Intl":"unrestricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PNeUpDTKfVNZ','+16135550100','(613) 555-0100','Oluwaseun','','GRTXkQOgmnln','','','','unrestricted','unrestricted','restricted','unrestricted','unrestricted','restricted','2025-03-23 19:17:27.662000','2025-07-11 23:37:34.003000','CA','local','Ontario','oluwaseun','ontario',NULL,'pneupdtkfvnz
grtxkqogmnln
+16135550100


oluwaseun',NULL,'2026-11-29 11:11:08.910176',NULL,0,'[]',0,'2026-11-29 11:11:08.899290',0,X'','{"id":"PNeUpDTKfVNZ","groupId":"GRTXkQOgmnln","portRequestId":null,"formattedNumber":"(613) 555-0100","forward":null,"name":"Oluwaseun","number":"+16135550100","portingStatus":null,"symbol":null,"users":[{"id":"USM4HtfvCOTD","email":"oluwaseun@brindlewick.example","firstName":"Oluwaseun","lastName":null,"role":"admin","groupId":"GRTXkQOgmnln"}],"createdAt":"2025-03-23T19:17:27.662Z","updatedAt":"2025-07-11T23:37:34.003Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"},"messaging":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PN6k1Ne44Jcs','+18335550100','(833) 555-0100','Dispatch','','GR2RxslMMRdl','','oNXjDTtT','completed','unrestricted','unrestricted','restricted','unrestricted','unrestricted','restricted','2025-02-04 10:32:06.723000','2026-04-01 16:02:11.883000','','toll-free','','dispatch','toll-free (+011)',200,'pn6k1ne44jcs
gr2rxslmmrdl
+18335550100
onxjdttt

dispatch','2026-04-01 16:02:11.883000','2026-11-29 11:11:08.910176',NULL,0,'[]',0,'2026-11-29 11:11:09.383626',1,X'','{"id":"PN6k1Ne44Jcs","groupId":"GR2RxslMMRdl","portRequestId":"oNXjDTtT","formattedNumber":"(833) 555-0100","forward":null,"name":"Dispatch","number":"+18335550100","portingStatus":"completed","symbol":null,"users":[{"id":"UShYQijc41am","email":"thordis.gudmundsdottir@brindlewick.example","firstName":"Þórdís","lastName":"Guðmundsdóttir","role":"member","groupId":"GR2RxslMMRdl"},{"id":"USBZVn3q3wvj","email":"siobhan.oneill@brindlewick.example","firstName":"Siobhán","lastName":"O’Neill-Fitzgerald","role":"member","groupId":"GR2RxslMMRdl"},{"id":"USG1ELF8moSj","email":"yael.bendavid@brindlewick.example","firstName":"יעל","lastName":"בן־דוד","role":"member","groupId":"GR2RxslMMRdl"}],"createdAt":"2025-02-04T10:32:06.723Z","updatedAt":"2026-04-01T16:02:11.883Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"},"messaging":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PNZqnIVcikJb','+12135550100','','On call','','GRq5wOMmdKNd','','xvF8XZyN','completed','unrestricted','unrestricted','restricted','unrestricted','unrestricted','restricted','2024-07-26 02:55:24.189000','2026-09-10 01:05:54.178000','US','local','Los Angeles, CA','on call','los angeles, ca',200,'pnzqnivcikjb
grq5wommdknd
+12135550100
xvf8xzyn

on call','2026-09-10 01:05:54.178000','2026-11-29 11:11:08.910176',NULL,0,'[]',0,'2026-11-29 11:11:09.383626',1,X'','{"id":"PNZqnIVcikJb","groupId":"GRq5wOMmdKNd","portRequestId":"xvF8XZyN","formattedNumber":null,"forward":null,"name":"On call","number":"+12135550100","portingStatus":"completed","symbol":null,"users":[{"id":"USM4HtfvCOTD","email":"oluwaseun@brindlewick.example","firstName":"Oluwaseun","lastName":null,"role":"admin","groupId":"GRq5wOMmdKNd"},{"id":"USG1ELF8moSj","email":"yael.bendavid@brindlewick.example","firstName":"יעל","lastName":"בן־דוד","role":"member","groupId":"GRq5wOMmdKNd"},{"id":"US2REEH0sIrQ","email":"contractor-7@brindlewick.example","firstName":null,"lastName":null,"role":"member","groupId":"GRq5wOMmdKNd"},{"id":"UShYQijc41am","email":"thordis.gudmundsdottir@brindlewick.example","firstName":"Þórdís","lastName":"Guðmundsdóttir","role":"member","groupId":"GRq5wOMmdKNd"},{"id":"US3bgrek3vud","email":"margaret@brindlewick.example","firstName":"Margaret","lastName":"Brindle","role":"owner","groupId":"GRvTTXvVy8DN"}],"createdAt":" ''2024-07-26T02:55:24.189Z''","updatedAt":" ''2026-09-10T01:05:54.178Z''","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"},"messaging":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PNPqvu0RRTyp','+12145550101','(214) 555-0101','Sales East','💧','GReOeaSYI6sA','','','','unrestricted','unrestricted','restricted','unrestricted','unrestricted','restricted','2025-05-23 10:21:50.528000','2026-08-30 08:41:14.506000','US','local','Texas','sales east','texas',NULL,'pnpqvu0rrtyp
greoeasyi6sa
+12145550101


sales east',NULL,'2026-11-29 11:11:08.910176',NULL,0,'[]',0,'2026-11-29 11:11:09.383626',1,X'','{"id":"PNPqvu0RRTyp","groupId":"GReOeaSYI6sA","portRequestId":null,"formattedNumber":"(214) 555-0101","forward":null,"name":"Sales East","number":"+12145550101","portingStatus":null,"symbol":"💧","users":[{"id":"USG1ELF8moSj","email":"yael.bendavid@brindlewick.example","firstName":"יעל","lastName":"בן־דוד","role":"member","groupId":"GReOeaSYI6sA"},{"id":"US6ttWM8OD6h","email":"noura.alotaibi@brindlewick.example","firstName":"نورة","lastName":"العتيبي","role":"member","groupId":"GReOeaSYI6sA"}],"createdAt":"2025-05-23T10:21:50.528Z","updatedAt":"2026-08-30T08:41:14.506Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"},"messaging":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PNveln46JkHQ','+17135550100','(713) 555-0100','יעל בן־דוד (direct)','','GR7ipQLAthwt','','EsPx2Mtv','completed','unrestricted','unrestricted','restricted','unrestricted','unrestricted','restricted','2024-11-29 23:11:38.810000','2026-04-04 05:01:43.397000','US','local','Texas','יעל בן־דוד (direct)','texas',200,'pnveln46jkhq
gr7ipqlathwt
+17135550100
espx2mtv

יעל בן־דוד (direct)','2026-04-04 05:01:43.397000','2026-11-29 11:11:08.910176',NULL,0,'[]',0,'2026-11-29 11:11:09.383626',1,X'','{"id":"PNveln46JkHQ","groupId":"GR7ipQLAthwt","portRequestId":"EsPx2Mtv","formattedNumber":"(713) 555-0100","forward":null,"name":"יעל בן־דוד (direct)","number":"+17135550100","portingStatus":"completed","symbol":null,"users":[{"id":"USG1ELF8moSj","email":"yael.bendavid@brindlewick.example","firstName":"יעל","lastName":"בן־דוד","role":"member","groupId":"GR7ipQLAthwt"}],"createdAt":"2024-11-29T23:11:38.810Z","updatedAt":"2026-04-04T05:01:43.397Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"},"messaging":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PNNkW7fBzR1N','+12145550102','(214) 555-0102','Careers','🌇','GRh8UYCOrhw1','+16045550168','','','unrestricted','unrestricted','restricted','unrestricted','unrestricted','restricted','2025-05-08 22:45:09.149000','2026-07-26 10:35:07.559000','US','local','Texas','careers','texas',NULL,'pnnkw7fbzr1n
grh8uycorhw1
+12145550102

+16045550168
careers',NULL,'2026-11-29 11:11:08.910176',NULL,0,'[]',0,'2026-11-29 11:11:09.383626',1,X'','{"id":"PNNkW7fBzR1N","groupId":"GRh8UYCOrhw1","portRequestId":null,"formattedNumber":"(214) 555-0102","forward":"+16045550168","name":"Careers","number":"+12145550102","portingStatus":null,"symbol":"🌇","users":[{"id":"US2REEH0sIrQ","email":"contractor-7@brindlewick.example","firstName":null,"lastName":null,"role":"member","groupId":"GRh8UYCOrhw1"},{"id":"USBZVn3q3wvj","email":"siobhan.oneill@brindlewick.example","firstName":"Siobhán","lastName":"O’Neill-Fitzgerald","role":"member","groupId":"GRh8UYCOrhw1"}],"createdAt":"2025-05-08T22:45:09.149Z","updatedAt":"2026-07-26T10:35:07.559Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"},"messaging":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PNKBY2371HD6','+12135550101','','Contractor','👩🏽‍💼','GRyV5VqbKRn5','','','','unrestricted','unrestricted','restricted','unrestricted','unrestricted','restricted','2024-09-04 12:21:33.044000','2025-10-30 13:01:51.530000','US','local','Los Angeles, CA','contractor','los angeles, ca',NULL,'pnkby2371hd6
gryv5vqbkrn5
+12135550101


contractor',NULL,'2026-11-29 11:11:08.910176',NULL,0,'[]',0,'2026-11-29 11:11:09.383626',1,X'','{"id":"PNKBY2371HD6","groupId":"GRyV5VqbKRn5","portRequestId":null,"formattedNumber":null,"forward":null,"name":"Contractor","number":"+12135550101","portingStatus":null,"symbol":"👩🏽‍💼","users":[{"id":"US2REEH0sIrQ","email":"contractor-7@brindlewick.example","firstName":null,"lastName":null,"role":"member","groupId":"GRyV5VqbKRn5"}],"createdAt":"2024-09-04T12:21:33.044Z","updatedAt":"2025-10-30T13:01:51.530Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"},"messaging":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PN1DEv92MwuG','+12145550103','(214) 555-0103','Claims','','GRNCErCUMxS0','','','','unrestricted','unrestricted','unrestricted','unrestricted','unrestricted','restricted','2025-01-02 07:03:00.380000','2025-08-24 14:56:15.315000','US','local','Texas','claims','texas',NULL,'pn1dev92mwug
grncercumxs0
+12145550103


claims',NULL,'2026-11-29 11:11:08.910176',NULL,0,'[]',0,'2026-11-29 11:11:09.383626',1,X'','{"id":"PN1DEv92MwuG","groupId":"GRNCErCUMxS0","portRequestId":null,"formattedNumber":"(214) 555-0103","forward":null,"name":"Claims","number":"+12145550103","portingStatus":null,"symbol":null,"users":[{"id":"USBZVn3q3wvj","email":"siobhan.oneill@brindlewick.example","firstName":"Siobhán","lastName":"O’Neill-Fitzgerald","role":"member","groupId":"GRNCErCUMxS0"},{"id":"UShYQijc41am","email":"thordis.gudmundsdottir@brindlewick.example","firstName":"Þórdís","lastName":"Guðmundsdóttir","role":"member","groupId":"GRNCErCUMxS0"}],"createdAt":"2025-01-02T07:03:00.380Z","updatedAt":"2025-08-24T14:56:15.315Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"unrestricted"},"messaging":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PNxXRZuP2q5p','+19075550100','(907) 555-0100','Main line','','GRdFC0zkDyNk','','','','unrestricted','unrestricted','restricted','unrestricted','unrestricted','restricted','2024-05-14 19:27:07.288000','2025-08-20 15:28:31.313000','US','local','Alaska','main line','alaska',NULL,'pnxxrzup2q5p
grdfc0zkdynk
+19075550100


main line',NULL,'2026-11-29 11:11:08.910176',NULL,0,'[]',0,'2026-11-29 11:11:09.383626',1,X'','{"id":"PNxXRZuP2q5p","groupId":"GRdFC0zkDyNk","portRequestId":null,"formattedNumber":"(907) 555-0100","forward":null,"name":"Main line","number":"+19075550100","portingStatus":null,"symbol":null,"users":[{"id":"US6ttWM8OD6h","email":"noura.alotaibi@brindlewick.example","firstName":"نورة","lastName":"العتيبي","role":"member","groupId":"GRdFC0zkDyNk"},{"id":"USM4HtfvCOTD","email":"oluwaseun@brindlewick.example","firstName":"Oluwaseun","lastName":null,"role":"admin","groupId":"GRA8nSBqSO5r"},{"id":"USBZVn3q3wvj","email":"siobhan.oneill@brindlewick.example","firstName":"Siobhán","lastName":"O’Neill-Fitzgerald","role":"member","groupId":"GRdFC0zkDyNk"},{"id":"UShYQijc41am","email":"thordis.gudmundsdottir@brindlewick.example","firstName":"Þórdís","lastName":"Guðmundsdóttir","role":"member","groupId":"GRdFC0zkDyNk"}],"createdAt":"2024-05-14T19:27:07.288Z","updatedAt":"2025-08-20T15:28:31.313Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"},"messaging":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PNgvr15NSdBS','+19025550100','','Safety hotline','','GR2POiBRJWlQ','+14155550143','','','unrestricted','unrestricted','unrestricted','unrestricted','unrestricted','restricted','2025-08-11 01:03:05.696000','2026-10-30 02:56:12.037000','CA','local','Nova Scotia/Prince Edward Island','safety hotline','nova scotia/prince edward island',NULL,'pngvr15nsdbs
gr2poibrjwlq
+19025550100

+14155550143
safety hotline',NULL,'2026-11-29 11:11:08.910176',NULL,0,'[]',0,'2026-11-29 11:11:09.383626',1,X'','{"id":"PNgvr15NSdBS","groupId":"GR2POiBRJWlQ","portRequestId":null,"formattedNumber":null,"forward":"+14155550143","name":"Safety hotline","number":"+19025550100","portingStatus":null,"symbol":null,"users":[{"id":"USM4HtfvCOTD","email":"oluwaseun@brindlewick.example","firstName":"Oluwaseun","lastName":null,"role":"admin","groupId":"GR2POiBRJWlQ"},{"id":"US2REEH0sIrQ","email":"contractor-7@brindlewick.example","firstName":null,"lastName":null,"role":"member","groupId":"GR2POiBRJWlQ"},{"id":"US6ttWM8OD6h","email":"noura.alotaibi@brindlewick.example","firstName":"نورة","lastName":"العتيبي","role":"member","groupId":"GR2POiBRJWlQ"},{"id":"UShYQijc41am","email":"thordis.gudmundsdottir@brindlewick.example","firstName":"Þórdís","lastName":"Guðmundsdóttir","role":"member","groupId":"GR2POiBRJWlQ"},{"id":"USG1ELF8moSj","email":"yael.bendavid@brindlewick.example","firstName":"יעל","lastName":"בן־דוד","role":"member","groupId":"GR2POiBRJWlQ"},{"id":"USBZVn3q3wvj","email":"siobhan.oneill@brindlewick.example","firstName":"Siobhán","lastName":"O’Neill-Fitzgerald","role":"member","groupId":"GR2POiBRJWlQ"}],"createdAt":"2025-08-11T01:03:05.696Z","updatedAt":"2026-10-30T02:56:12.037Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"unrestricted"},"messaging":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PNypa8tugmyL','+61255500000','+61255500000','Key accounts','🚐','GRUNGKesPXV9','','','','unrestricted','unrestricted','restricted','restricted','restricted','restricted','2026-04-15 11:05:14.200000','2026-09-24 14:38:16.205000','AU','local','Australia','key accounts','australia',NULL,'pnypa8tugmyl
grungkespxv9
+61255500000


key accounts',NULL,'2026-11-29 11:11:08.910176',NULL,0,'[]',0,'2026-11-29 11:11:09.383626',1,X'','{"id":"PNypa8tugmyL","groupId":"GRUNGKesPXV9","portRequestId":null,"formattedNumber":"+61255500000","forward":null,"name":"Key accounts","number":"+61255500000","portingStatus":null,"symbol":"🚐","users":[{"id":"US2REEH0sIrQ","email":"contractor-7@brindlewick.example","firstName":null,"lastName":null,"role":"member","groupId":"GRUNGKesPXV9"},{"id":"USM4HtfvCOTD","email":"oluwaseun@brindlewick.example","firstName":"Oluwaseun","lastName":null,"role":"admin","groupId":"GRUNGKesPXV9"},{"id":"USG1ELF8moSj","email":"yael.bendavid@brindlewick.example","firstName":"יעל","lastName":"בן־דוד","role":"member","groupId":"GRUNGKesPXV9"},{"id":"UShYQijc41am","email":"thordis.gudmundsdottir@brindlewick.example","firstName":"Þórdís","lastName":"Guðmundsdóttir","role":"member","groupId":"GRUNGKesPXV9"},{"id":"US3bgrek3vud","email":"margaret@brindlewick.example","firstName":"Margaret","lastName":"Brindle","role":"owner","groupId":"GRUNGKesPXV9"}],"createdAt":"2026-04-15T11:05:14.200Z","updatedAt":"2026-09-24T14:38:16.205Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"},"messaging":{"US":"restricted","CA":"restricted","Intl":"restricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PNvFKe6h6bzF','+13035550100','(303) 555-0100','Yard & vans','','GRFabbiIHAqc','','','','unrestricted','unrestricted','restricted','unrestricted','unrestricted','restricted','2024-01-16 20:37:11.978000','2024-01-29 05:24:47.597000','US','local','Colorado','yard & vans','colorado',NULL,'pnvfke6h6bzf
grfabbiihaqc
+13035550100


yard & vans',NULL,'2026-11-29 11:11:08.910176',NULL,0,'[]',0,'2026-11-29 11:11:09.383626',1,X'','{"id":"PNvFKe6h6bzF","groupId":"GRFabbiIHAqc","portRequestId":null,"formattedNumber":"(303) 555-0100","forward":null,"name":"Yard & vans","number":"+13035550100","portingStatus":null,"symbol":null,"users":[{"id":"US2REEH0sIrQ","email":"contractor-7@brindlewick.example","firstName":null,"lastName":null,"role":"member","groupId":"GRFabbiIHAqc"},{"id":"USBZVn3q3wvj","email":"siobhan.oneill@brindlewick.example","firstName":"Siobhán","lastName":"O’Neill-Fitzgerald","role":"member","groupId":"GRFabbiIHAqc"},{"id":"USG1ELF8moSj","email":"yael.bendavid@brindlewick.example","firstName":"יעל","lastName":"בן־דוד","role":"member","groupId":"GRFabbiIHAqc"}],"createdAt":"2024-01-16T20:37:11.978Z","updatedAt":"2024-01-29T05:24:47.597Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"},"messaging":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PNKg9mFXZZCE','+17135550101','(713) 555-0101','Þórdís Guðmundsdóttir','','GRgSvkXpH4PY','','','','unrestricted','unrestricted','restricted','unrestricted','unrestricted','restricted','2023-12-19 16:15:16.931000','2024-07-20 14:40:42.469000','US','local','Texas','thordis gudmundsdottir','texas',NULL,'pnkg9mfxzzce
grgsvkxph4py
+17135550101


thordis gudmundsdottir',NULL,'2026-11-29 11:11:08.910176',NULL,0,'[]',0,'2026-11-29 11:11:09.383626',1,X'','{"id":"PNKg9mFXZZCE","groupId":"GRgSvkXpH4PY","portRequestId":null,"formattedNumber":"(713) 555-0101","forward":null,"name":"Þórdís Guðmundsdóttir","number":"+17135550101","portingStatus":null,"symbol":null,"users":[{"id":"UShYQijc41am","email":"thordis.gudmundsdottir@brindlewick.example","firstName":"Þórdís","lastName":"Guðmundsdóttir","role":"member","groupId":"GRgSvkXpH4PY"}],"createdAt":"2023-12-19T16:15:16.931Z","updatedAt":"2024-07-20T14:40:42.469Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"},"messaging":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PNqt2YZ3Ze2V','+19075550101','(907) 555-0101','Franchise desk','⭐','GRKJe8V0TmLP','','cgLKl4K4','completed','unrestricted','unrestricted','restricted','unrestricted','unrestricted','restricted','2026-02-14 23:36:13.675000','2026-06-02 04:28:21.046000','US','local','Alaska','franchise desk','alaska',200,'pnqt2yz3ze2v
grkje8v0tmlp
+19075550101
cglkl4k4

franchise desk','2026-06-02 04:28:21.046000','2026-11-29 11:11:08.910176',NULL,0,'[]',0,'2026-11-29 11:11:09.383626',1,X'','{"id":"PNqt2YZ3Ze2V","groupId":"GRKJe8V0TmLP","portRequestId":"cgLKl4K4","formattedNumber":"(907) 555-0101","forward":null,"name":"Franchise desk","number":"+19075550101","portingStatus":"completed","symbol":"⭐","users":[{"id":"USG1ELF8moSj","email":"yael.bendavid@brindlewick.example","firstName":"יעל","lastName":"בן־דוד","role":"member","groupId":"GRKJe8V0TmLP"},{"id":"USM4HtfvCOTD","email":"oluwaseun@brindlewick.example","firstName":"Oluwaseun","lastName":null,"role":"admin","groupId":"GRKJe8V0TmLP"},{"id":"US2REEH0sIrQ","email":"contractor-7@brindlewick.example","firstName":null,"lastName":null,"role":"member","groupId":"GRKJe8V0TmLP"}],"createdAt":"2026-02-14T23:36:13.675Z","updatedAt":"2026-06-02T04:28:21.046Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"},"messaging":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PNoc5GZkgFdo','+16025550100','(602) 555-0100','Press','☎️','GRKIvaFqE5T0','','','','unrestricted','unrestricted','unrestricted','unrestricted','unrestricted','restricted','2026-05-30 17:09:45.666000','2026-06-13 07:49:28.806000','US','local','Arizona','press','arizona',NULL,'pnoc5gzkgfdo
grkivafqe5t0
+16025550100


press',NULL,'2026-11-29 11:11:08.910176',NULL,0,'[]',0,'2026-11-29 11:11:09.383626',1,X'','{"id":"PNoc5GZkgFdo","groupId":"GRKIvaFqE5T0","portRequestId":null,"formattedNumber":"(602) 555-0100","forward":null,"name":"Press","number":"+16025550100","portingStatus":null,"symbol":"☎️","users":[{"id":"US3bgrek3vud","email":"margaret@brindlewick.example","firstName":"Margaret","lastName":"Brindle","role":"owner","groupId":"GRKIvaFqE5T0"},{"id":"USG1ELF8moSj","email":"yael.bendavid@brindlewick.example","firstName":"יעל","lastName":"בן־דוד","role":"member","groupId":"GRKIvaFqE5T0"}],"createdAt":"2026-05-30T17:09:45.666Z","updatedAt":"2026-06-13T07:49:28.806Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"unrestricted"},"messaging":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PNAIlHmIhYr0','+14155550100','(415) 555-0100','Payroll','','GR7GHzY2IN6j','+16045550155','','','unrestricted','unrestricted','restricted','unrestricted','restricted','restricted','2025-02-20 08:59:01.793000','2025-05-12 07:13:41.422000','US','local','San Francisco, CA','payroll','san francisco, ca',NULL,'pnailhmihyr0
gr7ghzy2in6j
+14155550100

+16045550155
payroll',NULL,'2026-11-29 11:11:08.910176',NULL,0,'[]',0,'2026-11-29 11:11:09.383626',1,X'','{"id":"PNAIlHmIhYr0","groupId":"GR7GHzY2IN6j","portRequestId":null,"formattedNumber":"(415) 555-0100","forward":"+16045550155","name":"Payroll","number":"+14155550100","portingStatus":null,"symbol":null,"users":[{"id":"USBZVn3q3wvj","email":"siobhan.oneill@brindlewick.example","firstName":"Siobhán","lastName":"O’Neill-Fitzgerald","role":"member","groupId":"GR7GHzY2IN6j"},{"id":"UShYQijc41am","email":"thordis.gudmundsdottir@brindlewick.example","firstName":"Þórdís","lastName":"Guðmundsdóttir","role":"member","groupId":"GR7GHzY2IN6j"},{"id":"US3bgrek3vud","email":"margaret@brindlewick.example","firstName":"Margaret","lastName":"Brindle","role":"owner","groupId":"GR7GHzY2IN6j"}],"createdAt":"2025-02-20T08:59:01.793Z","updatedAt":"2025-05-12T07:13:41.422Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"},"messaging":{"US":"unrestricted","CA":"restricted","Intl":"restricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PNwhLHMwfVvn','+18085550100','(808) 555-0100','Honolulu quality checks','🏴󠁧󠁢󠁳󠁣󠁴󠁿','GRknvAdhvvpF','','','','unrestricted','unrestricted','unrestricted','unrestricted','unrestricted','restricted','2025-02-08 01:26:25.972000','2025-09-23 14:33:03.642000','US','local','Hawaii','honolulu quality checks','hawaii',NULL,'pnwhlhmwfvvn
grknvadhvvpf
+18085550100


honolulu quality checks',NULL,'2026-11-29 11:11:08.910176','2026-11-29 11:11:09.393481',0,'[]',0,'2026-11-29 11:11:09.329146',1,X'','{"id":"PNwhLHMwfVvn","groupId":"GRknvAdhvvpF","portRequestId":null,"formattedNumber":"(808) 555-0100","forward":null,"name":"Honolulu quality checks","number":"+18085550100","portingStatus":null,"symbol":"🏴󠁧󠁢󠁳󠁣󠁴󠁿","users":[{"id":"US2REEH0sIrQ","email":"contractor-7@brindlewick.example","firstName":null,"lastName":null,"role":"member","groupId":"GRknvAdhvvpF"},{"id":"USG1ELF8moSj","email":"yael.bendavid@brindlewick.example","firstName":"יעל","lastName":"בן־דוד","role":"member","groupId":"GRknvAdhvvpF"},{"id":"UShYQijc41am","email":"thordis.gudmundsdottir@brindlewick.example","firstName":"Þórdís","lastName":"Guðmundsdóttir","role":"member","groupId":"GRknvAdhvvpF"}],"createdAt":"2025-02-08T01:26:25.972Z","updatedAt":"2025-09-23T14:33:03.642Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"unrestricted"},"messaging":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"}}}');
CREATE TABLE "inventory_refresh" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "scope" varchar(16) NOT NULL, "target" varchar(255) NOT NULL, "requested_by_name" varchar(255) NOT NULL, "request_id" varchar(64) NOT NULL, "requested_at" datetime NOT NULL, "with_people" bool NOT NULL, "state" varchar(16) NOT NULL, "phase" varchar(16) NOT NULL, "progress_done" bigint NOT NULL, "progress_total" bigint NULL, "started_at" datetime NULL, "heartbeat_at" datetime NULL, "finished_at" datetime NULL, "first_import" bool NOT NULL, "checked" integer unsigned NOT NULL CHECK ("checked" >= 0), "added" integer unsigned NOT NULL CHECK ("added" >= 0), "changed" integer unsigned NOT NULL CHECK ("changed" >= 0), "removed" integer unsigned NOT NULL CHECK ("removed" >= 0), "restored" integer unsigned NOT NULL CHECK ("restored" >= 0), "users_added" integer unsigned NOT NULL CHECK ("users_added" >= 0), "users_changed" integer unsigned NOT NULL CHECK ("users_changed" >= 0), "users_removed" integer unsigned NOT NULL CHECK ("users_removed" >= 0), "rejected" integer unsigned NOT NULL CHECK ("rejected" >= 0), "warned" integer unsigned NOT NULL CHECK ("warned" >= 0), "warnings" text NOT NULL CHECK ((JSON_VALID("warnings") OR "warnings" IS NULL)), "held" text NOT NULL CHECK ((JSON_VALID("held") OR "held" IS NULL)), "held_users" text NOT NULL CHECK ((JSON_VALID("held_users") OR "held_users" IS NULL)), "held_count" integer unsigned NOT NULL CHECK ("held_count" >= 0), "held_waiting" integer unsigned NOT NULL CHECK ("held_waiting" >= 0), "removals" varchar(16) NOT NULL, "removals_decided_by" varchar(255) NOT NULL, "removals_decided_at" datetime NULL, "api_version" varchar(32) NOT NULL, "api_calls" text NOT NULL CHECK ((JSON_VALID("api_calls") OR "api_calls" IS NULL)), "error_status" integer unsigned NULL CHECK ("error_status" >= 0), "error_code" text NOT NULL, "error_title" text NOT NULL, "error_summary" text NOT NULL, "error_message" text NOT NULL, "error_advice" text NOT NULL, "error_trace" text NOT NULL, "error_details" text NOT NULL CHECK ((JSON_VALID("error_details") OR "error_details" IS NULL)), "requested_by_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "inventory_refresh" VALUES(1,'workspace','','command line','','2026-11-29 11:11:08.894692',0,'succeeded','',0,NULL,'2026-11-29 11:11:08.899290','2026-11-29 11:11:08.913025','2026-11-29 11:11:09.295874',1,24,24,0,0,0,7,0,0,0,0,'[]','[]','[]',0,0,'','',NULL,'v1','{"200": 1}',NULL,'','','','','','','[]',NULL);
INSERT INTO "inventory_refresh" VALUES(2,'people','','command line','','2026-11-29 11:11:09.295269',0,'succeeded','',0,NULL,'2026-11-29 11:11:09.300976','2026-11-29 11:11:09.311149','2026-11-29 11:11:09.314337',0,8,0,0,0,0,1,0,0,0,0,'[]','[]','[]',0,0,'','',NULL,'v1','{"200": 1}',NULL,'','','','','','','[]',NULL);
INSERT INTO "inventory_refresh" VALUES(3,'workspace','','command line','','2026-11-29 11:11:09.325311',0,'succeeded','',0,NULL,'2026-11-29 11:11:09.329146','2026-11-29 11:11:09.340489','2026-11-29 11:11:09.347322',0,24,0,3,0,0,0,0,0,0,0,'[]','[]','[]',0,0,'','',NULL,'v1','{"200": 1}',NULL,'','','','','','','[]',NULL);
INSERT INTO "inventory_refresh" VALUES(4,'workspace','','command line','','2026-11-29 11:11:09.354435',0,'succeeded','',0,NULL,'2026-11-29 11:11:09.357809','2026-11-29 11:11:09.368448','2026-11-29 11:11:09.373181',0,8,0,0,0,0,0,0,0,0,0,'[]','[]','[]',16,0,'superseded','refresh 5','2026-11-29 11:11:09.393481','v1','{"200": 1}',NULL,'','','','','','','[]',NULL);
INSERT INTO "inventory_refresh" VALUES(5,'workspace','','command line','','2026-11-29 11:11:09.379990',0,'succeeded','',0,NULL,'2026-11-29 11:11:09.383626','2026-11-29 11:11:09.395003','2026-11-29 11:11:09.403032',0,23,0,0,1,0,0,0,0,0,0,'[]','[]','[]',0,0,'','',NULL,'v1','{"200": 1}',NULL,'','','','','','','[]',NULL);
INSERT INTO "inventory_refresh" VALUES(6,'workspace','','command line','','2026-11-29 11:11:09.409835',0,'succeeded','',0,NULL,'2026-11-29 11:11:09.413059','2026-11-29 11:11:09.423282','2026-11-29 11:11:09.427639',0,8,0,0,0,0,0,0,0,0,0,'[]','["PN1DEv92MwuG", "PN6k1Ne44Jcs", "PNAIlHmIhYr0", "PNKBY2371HD6", "PNKg9mFXZZCE", "PNNkW7fBzR1N", "PNPqvu0RRTyp", "PNZqnIVcikJb", "PNgvr15NSdBS", "PNoc5GZkgFdo", "PNqt2YZ3Ze2V", "PNvFKe6h6bzF", "PNveln46JkHQ", "PNxXRZuP2q5p", "PNypa8tugmyL"]','[]',15,15,'held','',NULL,'v1','{"200": 1}',NULL,'','','','','','','[]',NULL);
INSERT INTO "inventory_refresh" VALUES(7,'number','PNTXb4TzbGfe','command line','','2026-11-29 11:11:09.434329',0,'succeeded','',0,NULL,'2026-11-29 11:11:09.437537','2026-11-29 11:11:09.445011','2026-11-29 11:11:09.447531',0,1,0,0,0,0,0,0,0,0,0,'[]','[]','[]',0,0,'','',NULL,'v1','{"200": 1}',NULL,'','','','','','','[]',NULL);
INSERT INTO "inventory_refresh" VALUES(8,'user','US3bgrek3vud','command line','','2026-11-29 11:11:09.454111',0,'succeeded','',0,NULL,'2026-11-29 11:11:09.457354','2026-11-29 11:11:09.467880','2026-11-29 11:11:09.474238',0,4,0,0,0,0,0,0,0,0,0,'[]','[]','[]',0,0,'','',NULL,'v1','{"200": 1}',NULL,'','','','','','','[]',NULL);
INSERT INTO "inventory_refresh" VALUES(9,'workspace','','command line','','2026-11-29 11:11:09.481118',0,'failed','',0,NULL,'2026-11-29 11:11:09.484514','2026-11-29 11:11:09.484514','2026-11-29 11:11:09.734820',0,0,0,0,0,0,0,0,0,0,0,'[]','[]','[]',0,0,'','',NULL,'v1','{"500": 2}',500,'0401500','Unknown','Quo could not answer (500: Unknown error).','Unknown error','Try again in a few minutes. (Asked 2 times.)','6182280977221926458','[]',NULL);
CREATE TABLE "inventory_rejectedrecord" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "record_id" text NOT NULL, "path" text NOT NULL, "reason" text NOT NULL, "raw" text NOT NULL, "refresh_id" bigint NOT NULL REFERENCES "inventory_refresh" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "inventory_worker" ("name" varchar(255) NOT NULL PRIMARY KEY, "seen_at" datetime NOT NULL);
CREATE TABLE "inventory_workspaceuser" ("id" varchar(255) NOT NULL PRIMARY KEY, "email" text NOT NULL, "first_name" text NOT NULL, "last_name" text NOT NULL, "role" varchar(255) NOT NULL, "first_seen_at" datetime NOT NULL, "removed_at" datetime NULL, "removal_dismissed" bool NOT NULL, "sort_name" varchar(100) NOT NULL, "search_text" text NOT NULL, "number_count" integer unsigned NOT NULL CHECK ("number_count" >= 0), "sole_count" integer unsigned NOT NULL CHECK ("sole_count" >= 0), "confirmed_at" datetime NULL);
INSERT INTO "inventory_workspaceuser" VALUES('US3bgrek3vud','margaret@brindlewick.example','Margaret','Brindle','owner','2026-11-29 11:11:08.910176',NULL,0,'margaret brindle','us3bgrek3vud
margaret@brindlewick.example
margaret brindle',4,1,'2026-11-29 11:11:09.457354');
INSERT INTO "inventory_workspaceuser" VALUES('USBZVn3q3wvj','siobhan.oneill@brindlewick.example','Siobhán','O’Neill-Fitzgerald','member','2026-11-29 11:11:08.910176',NULL,0,'siobhan oneill-fitzgerald','usbzvn3q3wvj
siobhan.oneill@brindlewick.example
siobhan oneill-fitzgerald',11,1,NULL);
INSERT INTO "inventory_workspaceuser" VALUES('US6ttWM8OD6h','noura.alotaibi@brindlewick.example','نورة','العتيبي','member','2026-11-29 11:11:08.910176',NULL,0,'نورة العتيبي','us6ttwm8od6h
noura.alotaibi@brindlewick.example
نورة العتيبي',5,0,NULL);
INSERT INTO "inventory_workspaceuser" VALUES('US2REEH0sIrQ','contractor-7@brindlewick.example','','','member','2026-11-29 11:11:08.910176',NULL,0,'contractor-017@brindlewick.example','us2reeh0sirq
contractor-7@brindlewick.example
',9,1,NULL);
INSERT INTO "inventory_workspaceuser" VALUES('UShYQijc41am','thordis.gudmundsdottir@brindlewick.example','Þórdís','Guðmundsdóttir','member','2026-11-29 11:11:08.910176',NULL,0,'thordis gudmundsdottir','ushyqijc41am
thordis.gudmundsdottir@brindlewick.example
thordis gudmundsdottir',11,1,NULL);
INSERT INTO "inventory_workspaceuser" VALUES('USM4HtfvCOTD','oluwaseun@brindlewick.example','Oluwaseun','','admin','2026-11-29 11:11:08.910176',NULL,0,'oluwaseun','usm4htfvcotd
oluwaseun@brindlewick.example
oluwaseun',8,1,NULL);
INSERT INTO "inventory_workspaceuser" VALUES('USG1ELF8moSj','yael.bendavid@brindlewick.example','יעל','בן־דוד','member','2026-11-29 11:11:08.910176',NULL,0,'יעל בן־דוד','usg1elf8mosj
yael.bendavid@brindlewick.example
יעל בן־דוד',10,2,NULL);
INSERT INTO "inventory_workspaceuser" VALUES('USu4nQKFdUbt','yating.lin@brindlewick.example','雅婷','林','member','2026-11-29 11:11:09.307311',NULL,0,'雅婷 林','usu4nqkfdubt
yating.lin@brindlewick.example
雅婷 林',0,0,NULL);
CREATE TABLE "numbers_preferences" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "hidden_columns" text NOT NULL CHECK ((JSON_VALID("hidden_columns") OR "hidden_columns" IS NULL)), "changes_seen_at" datetime NULL, "owner_id" integer NOT NULL UNIQUE REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "numbers_savedview" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(60) NOT NULL, "query" text NOT NULL, "is_default" bool NOT NULL, "is_shared" bool DEFAULT 0 NOT NULL, "is_pinned" bool DEFAULT 0 NOT NULL, "owner_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "one_view_a_name" UNIQUE ("owner_id", "name"), CONSTRAINT "a_private_view_has_an_owner" CHECK (("is_shared" OR "owner_id" IS NOT NULL)));
INSERT INTO "numbers_savedview" VALUES(1,'Cannot text the US','restricted=messaging.US',0,0,0,1);
CREATE TABLE "otp_static_staticdevice" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(64) NOT NULL, "confirmed" bool NOT NULL, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "throttling_failure_count" integer unsigned NOT NULL CHECK ("throttling_failure_count" >= 0), "throttling_failure_timestamp" datetime NULL, "created_at" datetime NULL, "last_used_at" datetime NULL);
CREATE TABLE "otp_static_statictoken" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "token" varchar(16) NOT NULL, "device_id" integer NOT NULL REFERENCES "otp_static_staticdevice" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "otp_totp_totpdevice" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(64) NOT NULL, "confirmed" bool NOT NULL, "key" varchar(80) NOT NULL, "step" smallint unsigned NOT NULL CHECK ("step" >= 0), "t0" bigint NOT NULL, "digits" smallint unsigned NOT NULL CHECK ("digits" >= 0), "tolerance" smallint unsigned NOT NULL CHECK ("tolerance" >= 0), "drift" smallint NOT NULL, "last_t" bigint NOT NULL, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "throttling_failure_count" integer unsigned NOT NULL CHECK ("throttling_failure_count" >= 0), "throttling_failure_timestamp" datetime NULL, "created_at" datetime NULL, "last_used_at" datetime NULL);
CREATE TABLE "overview_note" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "item" varchar(60) NOT NULL UNIQUE, "text" varchar(500) NOT NULL, "by" varchar(150) NOT NULL, "at" datetime NOT NULL);
CREATE TABLE "overview_snooze" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "item" varchar(60) NOT NULL UNIQUE, "until" datetime NULL, "seen" text NOT NULL CHECK ((JSON_VALID("seen") OR "seen" IS NULL)), "status" text NOT NULL, "by" varchar(150) NOT NULL, "at" datetime NOT NULL);
CREATE UNIQUE INDEX "auth_group_permissions_group_id_permission_id_0cd325b0_uniq" ON "auth_group_permissions" ("group_id", "permission_id");
CREATE INDEX "auth_group_permissions_group_id_b120cbf9" ON "auth_group_permissions" ("group_id");
CREATE INDEX "auth_group_permissions_permission_id_84c5c92e" ON "auth_group_permissions" ("permission_id");
CREATE UNIQUE INDEX "auth_user_groups_user_id_group_id_94350c0c_uniq" ON "auth_user_groups" ("user_id", "group_id");
CREATE INDEX "auth_user_groups_user_id_6a12ed8b" ON "auth_user_groups" ("user_id");
CREATE INDEX "auth_user_groups_group_id_97559544" ON "auth_user_groups" ("group_id");
CREATE UNIQUE INDEX "auth_user_user_permissions_user_id_permission_id_14a6b632_uniq" ON "auth_user_user_permissions" ("user_id", "permission_id");
CREATE INDEX "auth_user_user_permissions_user_id_a95ead1b" ON "auth_user_user_permissions" ("user_id");
CREATE INDEX "auth_user_user_permissions_permission_id_1fbb5f2c" ON "auth_user_user_permissions" ("permission_id");
CREATE INDEX "accounts_fa_address_da0ddb_idx" ON "accounts_failedsignins" ("address");
CREATE INDEX "accounts_fa_last_at_4ec2a1_idx" ON "accounts_failedsignins" ("last_at");
CREATE INDEX "accounts_session_expire_date_5bbfba7c" ON "accounts_session" ("expire_date");
CREATE INDEX "accounts_session_account_id_13077c3e" ON "accounts_session" ("account_id");
CREATE INDEX "django_admin_log_content_type_id_c4bce8eb" ON "django_admin_log" ("content_type_id");
CREATE INDEX "django_admin_log_user_id_c564eba6" ON "django_admin_log" ("user_id");
CREATE INDEX "audit_by_account" ON "audit_auditentry" ("who", "id" DESC);
CREATE INDEX "audit_by_action" ON "audit_auditentry" ("action", "id" DESC);
CREATE INDEX "audit_by_time" ON "audit_auditentry" ("at");
CREATE UNIQUE INDEX "django_content_type_app_label_model_76bd3d3b_uniq" ON "django_content_type" ("app_label", "model");
CREATE UNIQUE INDEX "auth_permission_content_type_id_codename_01ab375a_uniq" ON "auth_permission" ("content_type_id", "codename");
CREATE INDEX "auth_permission_content_type_id_2f476e4b" ON "auth_permission" ("content_type_id");
CREATE INDEX "inventory_refresh_requested_by_id_78681665" ON "inventory_refresh" ("requested_by_id");
CREATE INDEX "inventory_rejectedrecord_refresh_id_06b24937" ON "inventory_rejectedrecord" ("refresh_id");
CREATE INDEX "user_by_name" ON "inventory_workspaceuser" ("sort_name", "id", "removed_at", "search_text");
CREATE INDEX "user_by_role" ON "inventory_workspaceuser" ("role");
CREATE INDEX "user_by_sole_count" ON "inventory_workspaceuser" ("sole_count");
CREATE INDEX "inventory_change_number_id_3e25a80b" ON "inventory_change" ("number_id");
CREATE INDEX "inventory_change_refresh_id_6b5a276a" ON "inventory_change" ("refresh_id");
CREATE INDEX "inventory_change_user_id_ec6f0c2d" ON "inventory_change" ("user_id");
CREATE INDEX "refresh_by_outcome" ON "inventory_refresh" ("state", "scope", "target", "finished_at" DESC);
CREATE INDEX "refresh_by_end" ON "inventory_refresh" ("state", "finished_at" DESC);
CREATE INDEX "refresh_with_held" ON "inventory_refresh" ("removals") WHERE "removals" = 'held';
CREATE UNIQUE INDEX "one_running_refresh" ON "inventory_refresh" ("state") WHERE ("state" = 'running' AND NOT ("scope" = 'people'));
CREATE UNIQUE INDEX "one_running_refresh_of_people" ON "inventory_refresh" ("state") WHERE ("scope" = 'people' AND "state" = 'running');
CREATE UNIQUE INDEX "one_queued_refresh_a_target" ON "inventory_refresh" ("scope", "target") WHERE "state" = 'queued';
CREATE INDEX "number_by_name" ON "inventory_phonenumber" ("sort_name", "id", "removed_at", "search_text");
CREATE INDEX "number_by_number" ON "inventory_phonenumber" ("number", "id", "removed_at");
CREATE INDEX "number_by_area" ON "inventory_phonenumber" ("sort_area", "id", "removed_at");
CREATE INDEX "number_by_porting" ON "inventory_phonenumber" ("porting_place", "porting_status", "porting_since", "id", "removed_at");
CREATE INDEX "number_by_status" ON "inventory_phonenumber" ("porting_status", "porting_since", "id", "removed_at");
CREATE INDEX "number_by_country" ON "inventory_phonenumber" ("country", "id", "removed_at");
CREATE INDEX "number_by_forward" ON "inventory_phonenumber" ("forward", "id", "removed_at");
CREATE INDEX "number_by_updated" ON "inventory_phonenumber" ("updated_at", "id", "removed_at");
CREATE INDEX "number_by_group" ON "inventory_phonenumber" ("group_id", "id", "removed_at");
CREATE INDEX "number_by_removal" ON "inventory_phonenumber" ("removed_at") WHERE "removed_at" IS NOT NULL;
CREATE INDEX "number_unverified" ON "inventory_phonenumber" ("id", "removed_at") WHERE "unverified";
CREATE INDEX "number_with_warnings" ON "inventory_phonenumber" ("id", "removed_at") WHERE "warned" > 0;
CREATE INDEX "change_of_number" ON "inventory_change" ("number_id", "id" DESC);
CREATE INDEX "change_of_user" ON "inventory_change" ("user_id", "id" DESC);
CREATE INDEX "news_by_id" ON "inventory_change" ("id" DESC) WHERE "is_news";
CREATE INDEX "news_by_time" ON "inventory_change" ("at") WHERE "is_news";
CREATE INDEX "inventory_assignment_number_id_87a91186" ON "inventory_assignment" ("number_id");
CREATE INDEX "inventory_assignment_user_id_d636cf35" ON "inventory_assignment" ("user_id");
CREATE UNIQUE INDEX "one_default_view" ON "numbers_savedview" ("owner_id") WHERE "is_default";
CREATE UNIQUE INDEX "one_shared_view_a_name" ON "numbers_savedview" ("name") WHERE "is_shared";
CREATE INDEX "numbers_savedview_owner_id_29bb4e81" ON "numbers_savedview" ("owner_id");
CREATE INDEX "otp_static_statictoken_token_d0a51866" ON "otp_static_statictoken" ("token");
CREATE INDEX "otp_static_statictoken_device_id_74b7c7d1" ON "otp_static_statictoken" ("device_id");
CREATE INDEX "otp_static_staticdevice_user_id_7f9cff2b" ON "otp_static_staticdevice" ("user_id");
CREATE INDEX "otp_totp_totpdevice_user_id_0fb18292" ON "otp_totp_totpdevice" ("user_id");
CREATE INDEX "django_session_expire_date_a5c62663" ON "django_session" ("expire_date");
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('django_migrations',29);
INSERT INTO "sqlite_sequence" VALUES('django_admin_log',0);
INSERT INTO "sqlite_sequence" VALUES('django_content_type',25);
INSERT INTO "sqlite_sequence" VALUES('auth_permission',83);
INSERT INTO "sqlite_sequence" VALUES('auth_group',2);
INSERT INTO "sqlite_sequence" VALUES('auth_user',2);
INSERT INTO "sqlite_sequence" VALUES('inventory_assignment',66);
INSERT INTO "sqlite_sequence" VALUES('otp_static_staticdevice',0);
INSERT INTO "sqlite_sequence" VALUES('otp_totp_totpdevice',0);
INSERT INTO "sqlite_sequence" VALUES('auth_group_permissions',8);
INSERT INTO "sqlite_sequence" VALUES('inventory_refresh',9);
INSERT INTO "sqlite_sequence" VALUES('audit_auditentry',13);
INSERT INTO "sqlite_sequence" VALUES('inventory_change',44);
INSERT INTO "sqlite_sequence" VALUES('auth_user_groups',1);
INSERT INTO "sqlite_sequence" VALUES('numbers_savedview',1);
COMMIT;
