BEGIN TRANSACTION;
CREATE TABLE "auth_group" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(150) NOT NULL UNIQUE);
INSERT INTO "auth_group" VALUES(1,'Viewer');
INSERT INTO "auth_group" VALUES(2,'Admin');
CREATE TABLE "auth_group_permissions" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED, "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "auth_group_permissions" VALUES(1,1,4);
INSERT INTO "auth_group_permissions" VALUES(2,2,4);
INSERT INTO "auth_group_permissions" VALUES(3,2,13);
INSERT INTO "auth_group_permissions" VALUES(4,2,14);
INSERT INTO "auth_group_permissions" VALUES(5,2,39);
CREATE TABLE "auth_permission" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "codename" varchar(100) NOT NULL, "name" varchar(255) NOT NULL);
INSERT INTO "auth_permission" VALUES(1,1,'add_phonenumber','Can add phone number');
INSERT INTO "auth_permission" VALUES(2,1,'change_phonenumber','Can change phone number');
INSERT INTO "auth_permission" VALUES(3,1,'delete_phonenumber','Can delete phone number');
INSERT INTO "auth_permission" VALUES(4,1,'view_phonenumber','Can view phone number');
INSERT INTO "auth_permission" VALUES(5,2,'add_assignment','Can add assignment');
INSERT INTO "auth_permission" VALUES(6,2,'change_assignment','Can change assignment');
INSERT INTO "auth_permission" VALUES(7,2,'delete_assignment','Can delete assignment');
INSERT INTO "auth_permission" VALUES(8,2,'view_assignment','Can view assignment');
INSERT INTO "auth_permission" VALUES(9,3,'add_refresh','Can add refresh');
INSERT INTO "auth_permission" VALUES(10,3,'change_refresh','Can change refresh');
INSERT INTO "auth_permission" VALUES(11,3,'delete_refresh','Can delete refresh');
INSERT INTO "auth_permission" VALUES(12,3,'view_refresh','Can view refresh');
INSERT INTO "auth_permission" VALUES(13,3,'start_refresh','Can start and cancel refreshes');
INSERT INTO "auth_permission" VALUES(14,3,'accept_removals','Can accept or dismiss held removals');
INSERT INTO "auth_permission" VALUES(15,4,'add_rejectedrecord','Can add rejected record');
INSERT INTO "auth_permission" VALUES(16,4,'change_rejectedrecord','Can change rejected record');
INSERT INTO "auth_permission" VALUES(17,4,'delete_rejectedrecord','Can delete rejected record');
INSERT INTO "auth_permission" VALUES(18,4,'view_rejectedrecord','Can view rejected record');
INSERT INTO "auth_permission" VALUES(19,5,'add_workspaceuser','Can add workspace user');
INSERT INTO "auth_permission" VALUES(20,5,'change_workspaceuser','Can change workspace user');
INSERT INTO "auth_permission" VALUES(21,5,'delete_workspaceuser','Can delete workspace user');
INSERT INTO "auth_permission" VALUES(22,5,'view_workspaceuser','Can view workspace user');
INSERT INTO "auth_permission" VALUES(23,6,'add_change','Can add change');
INSERT INTO "auth_permission" VALUES(24,6,'change_change','Can change change');
INSERT INTO "auth_permission" VALUES(25,6,'delete_change','Can delete change');
INSERT INTO "auth_permission" VALUES(26,6,'view_change','Can view change');
INSERT INTO "auth_permission" VALUES(27,7,'add_worker','Can add worker');
INSERT INTO "auth_permission" VALUES(28,7,'change_worker','Can change worker');
INSERT INTO "auth_permission" VALUES(29,7,'delete_worker','Can delete worker');
INSERT INTO "auth_permission" VALUES(30,7,'view_worker','Can view worker');
INSERT INTO "auth_permission" VALUES(31,8,'add_preferences','Can add preferences');
INSERT INTO "auth_permission" VALUES(32,8,'change_preferences','Can change preferences');
INSERT INTO "auth_permission" VALUES(33,8,'delete_preferences','Can delete preferences');
INSERT INTO "auth_permission" VALUES(34,8,'view_preferences','Can view preferences');
INSERT INTO "auth_permission" VALUES(35,9,'add_savedview','Can add saved view');
INSERT INTO "auth_permission" VALUES(36,9,'change_savedview','Can change saved view');
INSERT INTO "auth_permission" VALUES(37,9,'delete_savedview','Can delete saved view');
INSERT INTO "auth_permission" VALUES(38,9,'view_savedview','Can view saved view');
INSERT INTO "auth_permission" VALUES(39,10,'view_auditentry','Can view audit entry');
INSERT INTO "auth_permission" VALUES(40,11,'view_provideraccount','Can view provider account');
INSERT INTO "auth_permission" VALUES(41,12,'add_logentry','Can add log entry');
INSERT INTO "auth_permission" VALUES(42,12,'change_logentry','Can change log entry');
INSERT INTO "auth_permission" VALUES(43,12,'delete_logentry','Can delete log entry');
INSERT INTO "auth_permission" VALUES(44,12,'view_logentry','Can view log entry');
INSERT INTO "auth_permission" VALUES(45,13,'add_permission','Can add permission');
INSERT INTO "auth_permission" VALUES(46,13,'change_permission','Can change permission');
INSERT INTO "auth_permission" VALUES(47,13,'delete_permission','Can delete permission');
INSERT INTO "auth_permission" VALUES(48,13,'view_permission','Can view permission');
INSERT INTO "auth_permission" VALUES(49,14,'add_group','Can add group');
INSERT INTO "auth_permission" VALUES(50,14,'change_group','Can change group');
INSERT INTO "auth_permission" VALUES(51,14,'delete_group','Can delete group');
INSERT INTO "auth_permission" VALUES(52,14,'view_group','Can view group');
INSERT INTO "auth_permission" VALUES(53,15,'add_user','Can add user');
INSERT INTO "auth_permission" VALUES(54,15,'change_user','Can change user');
INSERT INTO "auth_permission" VALUES(55,15,'delete_user','Can delete user');
INSERT INTO "auth_permission" VALUES(56,15,'view_user','Can view user');
INSERT INTO "auth_permission" VALUES(57,16,'add_contenttype','Can add content type');
INSERT INTO "auth_permission" VALUES(58,16,'change_contenttype','Can change content type');
INSERT INTO "auth_permission" VALUES(59,16,'delete_contenttype','Can delete content type');
INSERT INTO "auth_permission" VALUES(60,16,'view_contenttype','Can view content type');
INSERT INTO "auth_permission" VALUES(61,17,'add_session','Can add session');
INSERT INTO "auth_permission" VALUES(62,17,'change_session','Can change session');
INSERT INTO "auth_permission" VALUES(63,17,'delete_session','Can delete session');
INSERT INTO "auth_permission" VALUES(64,17,'view_session','Can view session');
INSERT INTO "auth_permission" VALUES(65,18,'add_accessattempt','Can add access attempt');
INSERT INTO "auth_permission" VALUES(66,18,'change_accessattempt','Can change access attempt');
INSERT INTO "auth_permission" VALUES(67,18,'delete_accessattempt','Can delete access attempt');
INSERT INTO "auth_permission" VALUES(68,18,'view_accessattempt','Can view access attempt');
INSERT INTO "auth_permission" VALUES(69,19,'add_accesslog','Can add access log');
INSERT INTO "auth_permission" VALUES(70,19,'change_accesslog','Can change access log');
INSERT INTO "auth_permission" VALUES(71,19,'delete_accesslog','Can delete access log');
INSERT INTO "auth_permission" VALUES(72,19,'view_accesslog','Can view access log');
INSERT INTO "auth_permission" VALUES(73,20,'add_accessfailurelog','Can add access failure');
INSERT INTO "auth_permission" VALUES(74,20,'change_accessfailurelog','Can change access failure');
INSERT INTO "auth_permission" VALUES(75,20,'delete_accessfailurelog','Can delete access failure');
INSERT INTO "auth_permission" VALUES(76,20,'view_accessfailurelog','Can view access failure');
INSERT INTO "auth_permission" VALUES(77,21,'add_accessattemptexpiration','Can add access attempt expiration');
INSERT INTO "auth_permission" VALUES(78,21,'change_accessattemptexpiration','Can change access attempt expiration');
INSERT INTO "auth_permission" VALUES(79,21,'delete_accessattemptexpiration','Can delete access attempt expiration');
INSERT INTO "auth_permission" VALUES(80,21,'view_accessattemptexpiration','Can view access attempt expiration');
INSERT INTO "auth_permission" VALUES(81,22,'add_dbtaskresult','Can add Task Result');
INSERT INTO "auth_permission" VALUES(82,22,'change_dbtaskresult','Can change Task Result');
INSERT INTO "auth_permission" VALUES(83,22,'delete_dbtaskresult','Can delete Task Result');
INSERT INTO "auth_permission" VALUES(84,22,'view_dbtaskresult','Can view Task Result');
CREATE TABLE "auth_user" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "password" varchar(128) NOT NULL, "last_login" datetime NULL, "is_superuser" bool NOT NULL, "username" varchar(150) NOT NULL UNIQUE, "last_name" varchar(150) NOT NULL, "email" varchar(254) NOT NULL, "is_staff" bool NOT NULL, "is_active" bool NOT NULL, "date_joined" datetime NOT NULL, "first_name" varchar(150) NOT NULL);
INSERT INTO "auth_user" VALUES(1,'md5$zHD2KzyzbmCGoI1xd6RKfe$7e4ae3b907c024abe0257408f589df5d','2026-11-24 13:28:43.702596',1,'root','','',1,1,'2026-11-24 13:28:43.083674','Jane');
INSERT INTO "auth_user" VALUES(2,'md5$XlMoiNcyCryXpaVdsDaWTK$0cfe8f760bc664fa3dbcffe7ee124af8','2026-11-24 13:28:43.562531',0,'ada','','',0,1,'2026-11-24 13:28:43.085255','');
INSERT INTO "auth_user" VALUES(3,'md5$sOsNPwr3Yhtfx47xRQEJjF$36ce7d98d96965186c2aeb9d8f267298',NULL,0,'vera','','',0,1,'2026-11-24 13:28:43.088313','');
INSERT INTO "auth_user" VALUES(4,'md5$DDEuxJkpPrOJSY5gvXoWPx$3b943ab8462e939469cd1f0614f25935',NULL,0,'auditor','','',0,1,'2026-11-24 13:28:43.090144','');
INSERT INTO "auth_user" VALUES(5,'!viWLnhBeXXaSajX4PLOo5sSFgUtC3UynSJmolhMP',NULL,0,'olga','','',0,1,'2026-11-24 13:28:43.093606','');
CREATE TABLE "auth_user_groups" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "auth_user_groups" VALUES(1,2,2);
INSERT INTO "auth_user_groups" VALUES(2,3,1);
CREATE TABLE "auth_user_user_permissions" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "auth_user_user_permissions" VALUES(1,4,4);
INSERT INTO "auth_user_user_permissions" VALUES(2,4,39);
CREATE TABLE "axes_accessattempt" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "user_agent" varchar(255) NOT NULL, "ip_address" char(39) NULL, "username" varchar(255) NULL, "http_accept" varchar(1025) NOT NULL, "path_info" varchar(255) NOT NULL, "attempt_time" datetime NOT NULL, "get_data" text NOT NULL, "post_data" text NOT NULL, "failures_since_start" integer unsigned NOT NULL CHECK ("failures_since_start" >= 0));
CREATE TABLE "axes_accessattemptexpiration" ("access_attempt_id" integer NOT NULL PRIMARY KEY REFERENCES "axes_accessattempt" ("id") DEFERRABLE INITIALLY DEFERRED, "expires_at" datetime NOT NULL);
CREATE TABLE "axes_accessfailurelog" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "user_agent" varchar(255) NOT NULL, "ip_address" char(39) NULL, "username" varchar(255) NULL, "http_accept" varchar(1025) NOT NULL, "path_info" varchar(255) NOT NULL, "attempt_time" datetime NOT NULL, "locked_out" bool NOT NULL);
CREATE TABLE "axes_accesslog" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "user_agent" varchar(255) NOT NULL, "ip_address" char(39) NULL, "username" varchar(255) NULL, "http_accept" varchar(1025) NOT NULL, "path_info" varchar(255) NOT NULL, "attempt_time" datetime NOT NULL, "logout_time" datetime NULL, "session_hash" varchar(64) NOT NULL);
CREATE TABLE "dashboard_auditentry" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "at" datetime NOT NULL, "who" varchar(255) NOT NULL, "action" varchar(20) NOT NULL, "detail" text NOT NULL, "address" varchar(45) NOT NULL, "request_id" varchar(64) NOT NULL);
INSERT INTO "dashboard_auditentry" VALUES(1,'2026-11-24 13:28:43.084666','','account','made superuser root','','');
INSERT INTO "dashboard_auditentry" VALUES(2,'2026-11-24 13:28:43.085531','','account','made account ada','','');
INSERT INTO "dashboard_auditentry" VALUES(3,'2026-11-24 13:28:43.087903','','role','user ada gained group Admin','','');
INSERT INTO "dashboard_auditentry" VALUES(4,'2026-11-24 13:28:43.088575','','account','made account vera','','');
INSERT INTO "dashboard_auditentry" VALUES(5,'2026-11-24 13:28:43.089812','','role','user vera gained group Viewer','','');
INSERT INTO "dashboard_auditentry" VALUES(6,'2026-11-24 13:28:43.090450','','account','made account auditor','','');
INSERT INTO "dashboard_auditentry" VALUES(7,'2026-11-24 13:28:43.093226','','role','user auditor gained permission Dashboard | audit entry | Can view audit entry, Inventory | phone number | Can view phone number','','');
INSERT INTO "dashboard_auditentry" VALUES(8,'2026-11-24 13:28:43.093916','','account','made account olga','','');
INSERT INTO "dashboard_auditentry" VALUES(9,'2026-11-24 13:28:43.109804','ada','sign-in','by single sign-on','','');
INSERT INTO "dashboard_auditentry" VALUES(10,'2026-11-24 13:28:43.286925','ada','refresh','refresh 1 of workspace','127.0.0.1','dbcac8b1a5cd48e589bfb2581d385229');
INSERT INTO "dashboard_auditentry" VALUES(11,'2026-11-24 13:28:43.409932','ada','sign-in','by single sign-on','','');
INSERT INTO "dashboard_auditentry" VALUES(12,'2026-11-24 13:28:43.432140','ada','refresh','refresh 4 of workspace','127.0.0.1','e5cdc64cef3546c09b9a3adedd6a5e7d');
INSERT INTO "dashboard_auditentry" VALUES(13,'2026-11-24 13:28:43.484527','ada','sign-in','by single sign-on','','');
INSERT INTO "dashboard_auditentry" VALUES(14,'2026-11-24 13:28:43.498653','ada','refresh','refresh 7 of workspace','127.0.0.1','6a8ee0036c3b4289aee4427ee1c98e0b');
INSERT INTO "dashboard_auditentry" VALUES(15,'2026-11-24 13:28:43.523337','ada','sign-in','by single sign-on','','');
INSERT INTO "dashboard_auditentry" VALUES(16,'2026-11-24 13:28:43.548489','ada','refresh','refresh 8 of workspace','127.0.0.1','23684a70bd0041b189b2b924a8ccdfb2');
INSERT INTO "dashboard_auditentry" VALUES(17,'2026-11-24 13:28:43.562138','ada','sign-in','by single sign-on','','');
INSERT INTO "dashboard_auditentry" VALUES(18,'2026-11-24 13:28:43.587666','ada','refresh','refresh 9 of workspace','127.0.0.1','41290679aa084421bc63b0363e8422b0');
INSERT INTO "dashboard_auditentry" VALUES(19,'2026-11-24 13:28:43.622347','root','dismiss','14 numbers of refresh 10','','');
INSERT INTO "dashboard_auditentry" VALUES(20,'2026-11-24 13:28:43.662407','ada','accept','12 numbers of refresh 11','','');
INSERT INTO "dashboard_auditentry" VALUES(21,'2026-11-24 13:28:43.702221','root','sign-in','by single sign-on','','');
INSERT INTO "dashboard_auditentry" VALUES(22,'2026-11-24 13:28:43.706747','root','export','numbers as csv: assigned=no','127.0.0.1','0d2897fbe7d34cba888dee76885fd647');
INSERT INTO "dashboard_auditentry" VALUES(23,'2026-11-24 13:28:43.708945','root','sign-out','','','');
INSERT INTO "dashboard_auditentry" VALUES(24,'2026-11-24 13:28:43.715388','ada','sign-in-refused','wrong password','127.0.0.1','90deee4314e94e5784e5ce5df5aa6ac1');
CREATE TABLE "dashboard_preferences" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "hidden_columns" text NOT NULL CHECK ((JSON_VALID("hidden_columns") OR "hidden_columns" IS NULL)), "owner_id" integer NOT NULL UNIQUE REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "dashboard_preferences" VALUES(1,'["area", "updated"]',2);
CREATE TABLE "dashboard_provideraccount" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "issuer" varchar(255) NOT NULL, "subject" varchar(255) NOT NULL, "account_id" integer NOT NULL UNIQUE REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "one_account_a_subject" UNIQUE ("issuer", "subject"));
INSERT INTO "dashboard_provideraccount" VALUES(1,'https://login.example.com','subject-1',5);
CREATE TABLE "dashboard_savedview" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(60) NOT NULL, "query" text NOT NULL, "is_default" bool NOT NULL, "owner_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "one_view_a_name" UNIQUE ("owner_id", "name"));
INSERT INTO "dashboard_savedview" VALUES(1,'US texting','restricted=messaging.US',1,2);
INSERT INTO "dashboard_savedview" VALUES(2,'Ports','porting=pending',0,1);
CREATE TABLE "django_admin_log" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "object_id" text NULL, "object_repr" varchar(200) NOT NULL, "action_flag" smallint unsigned NOT NULL CHECK ("action_flag" >= 0), "change_message" text NOT NULL, "content_type_id" integer NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "action_time" datetime NOT NULL);
CREATE TABLE "django_content_type" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "app_label" varchar(100) NOT NULL, "model" varchar(100) NOT NULL);
INSERT INTO "django_content_type" VALUES(1,'inventory','phonenumber');
INSERT INTO "django_content_type" VALUES(2,'inventory','assignment');
INSERT INTO "django_content_type" VALUES(3,'inventory','refresh');
INSERT INTO "django_content_type" VALUES(4,'inventory','rejectedrecord');
INSERT INTO "django_content_type" VALUES(5,'inventory','workspaceuser');
INSERT INTO "django_content_type" VALUES(6,'inventory','change');
INSERT INTO "django_content_type" VALUES(7,'inventory','worker');
INSERT INTO "django_content_type" VALUES(8,'dashboard','preferences');
INSERT INTO "django_content_type" VALUES(9,'dashboard','savedview');
INSERT INTO "django_content_type" VALUES(10,'dashboard','auditentry');
INSERT INTO "django_content_type" VALUES(11,'dashboard','provideraccount');
INSERT INTO "django_content_type" VALUES(12,'admin','logentry');
INSERT INTO "django_content_type" VALUES(13,'auth','permission');
INSERT INTO "django_content_type" VALUES(14,'auth','group');
INSERT INTO "django_content_type" VALUES(15,'auth','user');
INSERT INTO "django_content_type" VALUES(16,'contenttypes','contenttype');
INSERT INTO "django_content_type" VALUES(17,'sessions','session');
INSERT INTO "django_content_type" VALUES(18,'axes','accessattempt');
INSERT INTO "django_content_type" VALUES(19,'axes','accesslog');
INSERT INTO "django_content_type" VALUES(20,'axes','accessfailurelog');
INSERT INTO "django_content_type" VALUES(21,'axes','accessattemptexpiration');
INSERT INTO "django_content_type" VALUES(22,'django_tasks_database','dbtaskresult');
CREATE TABLE "django_migrations" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "app" varchar(255) NOT NULL, "name" varchar(255) NOT NULL, "applied" datetime NOT NULL);
INSERT INTO "django_migrations" VALUES(1,'contenttypes','0001_initial','2026-11-24 13:28:42.011026');
INSERT INTO "django_migrations" VALUES(2,'auth','0001_initial','2026-11-24 13:28:42.026507');
INSERT INTO "django_migrations" VALUES(3,'admin','0001_initial','2026-11-24 13:28:42.034509');
INSERT INTO "django_migrations" VALUES(4,'admin','0002_logentry_remove_auto_add','2026-11-24 13:28:42.044035');
INSERT INTO "django_migrations" VALUES(5,'admin','0003_logentry_add_action_flag_choices','2026-11-24 13:28:42.050073');
INSERT INTO "django_migrations" VALUES(6,'contenttypes','0002_remove_content_type_name','2026-11-24 13:28:42.066901');
INSERT INTO "django_migrations" VALUES(7,'auth','0002_alter_permission_name_max_length','2026-11-24 13:28:42.079114');
INSERT INTO "django_migrations" VALUES(8,'auth','0003_alter_user_email_max_length','2026-11-24 13:28:42.088579');
INSERT INTO "django_migrations" VALUES(9,'auth','0004_alter_user_username_opts','2026-11-24 13:28:42.096090');
INSERT INTO "django_migrations" VALUES(10,'auth','0005_alter_user_last_login_null','2026-11-24 13:28:42.110050');
INSERT INTO "django_migrations" VALUES(11,'auth','0006_require_contenttypes_0002','2026-11-24 13:28:42.111136');
INSERT INTO "django_migrations" VALUES(12,'auth','0007_alter_validators_add_error_messages','2026-11-24 13:28:42.118604');
INSERT INTO "django_migrations" VALUES(13,'auth','0008_alter_user_username_max_length','2026-11-24 13:28:42.132704');
INSERT INTO "django_migrations" VALUES(14,'auth','0009_alter_user_last_name_max_length','2026-11-24 13:28:42.142246');
INSERT INTO "django_migrations" VALUES(15,'auth','0010_alter_group_name_max_length','2026-11-24 13:28:42.152096');
INSERT INTO "django_migrations" VALUES(16,'auth','0011_update_proxy_permissions','2026-11-24 13:28:42.158688');
INSERT INTO "django_migrations" VALUES(17,'auth','0012_alter_user_first_name_max_length','2026-11-24 13:28:42.167410');
INSERT INTO "django_migrations" VALUES(18,'axes','0001_initial','2026-11-24 13:28:42.171498');
INSERT INTO "django_migrations" VALUES(19,'axes','0002_auto_20151217_2044','2026-11-24 13:28:42.208774');
INSERT INTO "django_migrations" VALUES(20,'axes','0003_auto_20160322_0929','2026-11-24 13:28:42.219986');
INSERT INTO "django_migrations" VALUES(21,'axes','0004_auto_20181024_1538','2026-11-24 13:28:42.231329');
INSERT INTO "django_migrations" VALUES(22,'axes','0005_remove_accessattempt_trusted','2026-11-24 13:28:42.236542');
INSERT INTO "django_migrations" VALUES(23,'axes','0006_remove_accesslog_trusted','2026-11-24 13:28:42.241092');
INSERT INTO "django_migrations" VALUES(24,'axes','0007_alter_accessattempt_unique_together','2026-11-24 13:28:42.250218');
INSERT INTO "django_migrations" VALUES(25,'axes','0008_accessfailurelog','2026-11-24 13:28:42.253339');
INSERT INTO "django_migrations" VALUES(26,'axes','0009_add_session_hash','2026-11-24 13:28:42.260125');
INSERT INTO "django_migrations" VALUES(27,'axes','0010_accessattemptexpiration','2026-11-24 13:28:42.262796');
INSERT INTO "django_migrations" VALUES(28,'inventory','0001_initial','2026-11-24 13:28:42.460260');
INSERT INTO "django_migrations" VALUES(29,'inventory','0002_request_ids_and_workers','2026-11-24 13:28:42.498629');
INSERT INTO "django_migrations" VALUES(30,'dashboard','0001_saved_views','2026-11-24 13:28:42.527374');
INSERT INTO "django_migrations" VALUES(31,'dashboard','0002_audit','2026-11-24 13:28:42.544279');
INSERT INTO "django_migrations" VALUES(32,'dashboard','0003_make_roles','2026-11-24 13:28:42.578945');
INSERT INTO "django_migrations" VALUES(33,'django_tasks_database','0001_initial','2026-11-24 13:28:42.581825');
INSERT INTO "django_migrations" VALUES(34,'django_tasks_database','0002_alter_dbtaskresult_options','2026-11-24 13:28:42.583957');
INSERT INTO "django_migrations" VALUES(35,'django_tasks_database','0003_dbtaskresult_enqueued_at_dbtaskresult_finished_at','2026-11-24 13:28:42.593607');
INSERT INTO "django_migrations" VALUES(36,'django_tasks_database','0004_dbtaskresult_started_at','2026-11-24 13:28:42.597596');
INSERT INTO "django_migrations" VALUES(37,'django_tasks_database','0005_alter_dbtaskresult_priority_and_more','2026-11-24 13:28:42.613815');
INSERT INTO "django_migrations" VALUES(38,'django_tasks_database','0006_alter_dbtaskresult_args_kwargs_and_more','2026-11-24 13:28:42.633126');
INSERT INTO "django_migrations" VALUES(39,'django_tasks_database','0007_add_separate_results_fields','2026-11-24 13:28:42.639541');
INSERT INTO "django_migrations" VALUES(40,'django_tasks_database','0008_separate_results_field','2026-11-24 13:28:42.659482');
INSERT INTO "django_migrations" VALUES(41,'django_tasks_database','0009_remove_results_field','2026-11-24 13:28:42.665952');
INSERT INTO "django_migrations" VALUES(42,'django_tasks_database','0010_alter_dbtaskresult_status','2026-11-24 13:28:42.672971');
INSERT INTO "django_migrations" VALUES(43,'django_tasks_database','0011_rename_complete_status','2026-11-24 13:28:42.690801');
INSERT INTO "django_migrations" VALUES(44,'django_tasks_database','0012_add_separate_exception_fields','2026-11-24 13:28:42.706499');
INSERT INTO "django_migrations" VALUES(45,'django_tasks_database','0013_separate_exception_fields','2026-11-24 13:28:42.725851');
INSERT INTO "django_migrations" VALUES(46,'django_tasks_database','0014_remove_dbtaskresult_exception_data','2026-11-24 13:28:42.731785');
INSERT INTO "django_migrations" VALUES(47,'django_tasks_database','0015_correctly_order_run_after','2026-11-24 13:28:42.734644');
INSERT INTO "django_migrations" VALUES(48,'django_tasks_database','0016_remove_dbtaskresult_django_task_new_ordering_idx_and_more','2026-11-24 13:28:42.799413');
INSERT INTO "django_migrations" VALUES(49,'django_tasks_database','0017_dbtaskresult_metadata','2026-11-24 13:28:42.807814');
INSERT INTO "django_migrations" VALUES(50,'django_tasks_database','0018_rename_succeeded_status','2026-11-24 13:28:42.887092');
INSERT INTO "django_migrations" VALUES(51,'django_tasks_database','0019_rename_django_task_new_ordering_idx_tasks_db_new_ordering_idx_and_more','2026-11-24 13:28:42.908843');
INSERT INTO "django_migrations" VALUES(52,'django_tasks_database','0020_update_db_task_result_ordering','2026-11-24 13:28:42.913946');
INSERT INTO "django_migrations" VALUES(53,'django_tasks_database','0021_conditional_partial_index_ordering','2026-11-24 13:28:42.917440');
INSERT INTO "django_migrations" VALUES(54,'inventory','0003_kept_counts_and_orders','2026-11-24 13:28:43.007559');
INSERT INTO "django_migrations" VALUES(55,'sessions','0001_initial','2026-11-24 13:28:43.009507');
CREATE TABLE "django_session" ("session_key" varchar(40) NOT NULL PRIMARY KEY, "session_data" text NOT NULL, "expire_date" datetime NOT NULL);
CREATE TABLE "django_tasks_database_dbtaskresult" ("id" char(32) NOT NULL PRIMARY KEY, "args_kwargs" text NOT NULL CHECK ((JSON_VALID("args_kwargs") OR "args_kwargs" IS NULL)), "priority" integer NOT NULL, "task_path" text NOT NULL, "queue_name" varchar(32) NOT NULL, "backend_name" varchar(32) NOT NULL, "run_after" datetime NOT NULL, "enqueued_at" datetime NOT NULL, "finished_at" datetime NULL, "started_at" datetime NULL, "return_value" text NULL CHECK ((JSON_VALID("return_value") OR "return_value" IS NULL)), "exception_class_path" text NOT NULL, "traceback" text NOT NULL, "worker_ids" text NOT NULL CHECK ((JSON_VALID("worker_ids") OR "worker_ids" IS NULL)), "status" varchar(10) NOT NULL, CONSTRAINT "priority_range" CHECK ("priority" BETWEEN -100 AND 100));
CREATE TABLE "inventory_assignment" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "group_id" varchar(255) NOT NULL, "number_id" varchar(255) NOT NULL REFERENCES "inventory_phonenumber" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" varchar(255) NOT NULL REFERENCES "inventory_workspaceuser" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "one_assignment_a_pair" UNIQUE ("number_id", "user_id"));
INSERT INTO "inventory_assignment" VALUES(1,'GR10s6Q5Sd8K','PNpAyWvxspG6','USqv2SzlhbVQ');
INSERT INTO "inventory_assignment" VALUES(2,'GRRbkvJriRoq','PNtHmFu0XhxX','USnByc2Jaz11');
INSERT INTO "inventory_assignment" VALUES(3,'GRryTbMwp5K9','PN2YLvT1w4Og','USqv2SzlhbVQ');
INSERT INTO "inventory_assignment" VALUES(4,'GRryTbMwp5K9','PN2YLvT1w4Og','USaEBZEw0XuR');
INSERT INTO "inventory_assignment" VALUES(5,'GRryTbMwp5K9','PN2YLvT1w4Og','US2Ptdp4AdHa');
INSERT INTO "inventory_assignment" VALUES(6,'GRryTbMwp5K9','PN2YLvT1w4Og','USnByc2Jaz11');
INSERT INTO "inventory_assignment" VALUES(7,'GRtlJuXQaUTz','PNajdcCkLzP5','USqv2SzlhbVQ');
INSERT INTO "inventory_assignment" VALUES(8,'GRtlJuXQaUTz','PNajdcCkLzP5','US2Ptdp4AdHa');
INSERT INTO "inventory_assignment" VALUES(9,'GRtlJuXQaUTz','PNajdcCkLzP5','USaEBZEw0XuR');
INSERT INTO "inventory_assignment" VALUES(10,'GRLZ9UHuasCK','PNXgKYJPHXtL','US2Ptdp4AdHa');
INSERT INTO "inventory_assignment" VALUES(11,'GRLZ9UHuasCK','PNXgKYJPHXtL','USaEBZEw0XuR');
INSERT INTO "inventory_assignment" VALUES(12,'GRLZ9UHuasCK','PNXgKYJPHXtL','USnByc2Jaz11');
INSERT INTO "inventory_assignment" VALUES(13,'GRwYCwxXu9lh','PNDbwUirl3hs','USnByc2Jaz11');
INSERT INTO "inventory_assignment" VALUES(14,'GRwYCwxXu9lh','PNDbwUirl3hs','USaEBZEw0XuR');
INSERT INTO "inventory_assignment" VALUES(15,'GRTJ25fReRNr','PN5U4y7FgKlK','USnByc2Jaz11');
INSERT INTO "inventory_assignment" VALUES(16,'GRTJ25fReRNr','PN5U4y7FgKlK','USaEBZEw0XuR');
INSERT INTO "inventory_assignment" VALUES(17,'GRTJ25fReRNr','PN5U4y7FgKlK','USqv2SzlhbVQ');
INSERT INTO "inventory_assignment" VALUES(18,'GRTJ25fReRNr','PN5U4y7FgKlK','US2Ptdp4AdHa');
INSERT INTO "inventory_assignment" VALUES(19,'GRhmImL6SzXk','PNOGrhTDx1eH','USaEBZEw0XuR');
INSERT INTO "inventory_assignment" VALUES(20,'GRTABueB6ot7','PN7OHAqNKiuo','USqv2SzlhbVQ');
INSERT INTO "inventory_assignment" VALUES(21,'GRTABueB6ot7','PN7OHAqNKiuo','USaEBZEw0XuR');
INSERT INTO "inventory_assignment" VALUES(22,'GRTABueB6ot7','PN7OHAqNKiuo','US2Ptdp4AdHa');
INSERT INTO "inventory_assignment" VALUES(23,'GRoFO9wHH3UX','PN002qKphdXs','US2Ptdp4AdHa');
INSERT INTO "inventory_assignment" VALUES(24,'GRIEdj0hPcIK','PNfp0S1e5RDJ','USaEBZEw0XuR');
INSERT INTO "inventory_assignment" VALUES(25,'GRIEdj0hPcIK','PNfp0S1e5RDJ','USnByc2Jaz11');
INSERT INTO "inventory_assignment" VALUES(26,'GRIEdj0hPcIK','PNfp0S1e5RDJ','USqv2SzlhbVQ');
INSERT INTO "inventory_assignment" VALUES(27,'GRIEdj0hPcIK','PNfp0S1e5RDJ','US2Ptdp4AdHa');
INSERT INTO "inventory_assignment" VALUES(28,'GRRNdGdv5d6T','PN9xV1ftmsaN','USnByc2Jaz11');
INSERT INTO "inventory_assignment" VALUES(29,'GRJYnGNH77MA','PN9xV1ftmsaN','USaEBZEw0XuR');
INSERT INTO "inventory_assignment" VALUES(30,'GR18O7iww16F','PN5tnZ2b4yXM','US2Ptdp4AdHa');
INSERT INTO "inventory_assignment" VALUES(31,'GR18O7iww16F','PN5tnZ2b4yXM','USnByc2Jaz11');
INSERT INTO "inventory_assignment" VALUES(32,'GR18O7iww16F','PN5tnZ2b4yXM','USqv2SzlhbVQ');
INSERT INTO "inventory_assignment" VALUES(33,'GR18O7iww16F','PN5tnZ2b4yXM','USaEBZEw0XuR');
INSERT INTO "inventory_assignment" VALUES(34,'GRLaK07m5tlJ','PNXQaUTzwajd','USnByc2Jaz11');
INSERT INTO "inventory_assignment" VALUES(35,'GRLaK07m5tlJ','PNXQaUTzwajd','USqv2SzlhbVQ');
INSERT INTO "inventory_assignment" VALUES(36,'GRLaK07m5tlJ','PNXQaUTzwajd','USaEBZEw0XuR');
INSERT INTO "inventory_assignment" VALUES(37,'GRxIkttK4vgA','PNceTmSJgy0V','USaEBZEw0XuR');
INSERT INTO "inventory_assignment" VALUES(38,'GRxIkttK4vgA','PNceTmSJgy0V','USqv2SzlhbVQ');
INSERT INTO "inventory_assignment" VALUES(39,'GRxIkttK4vgA','PNceTmSJgy0V','US2Ptdp4AdHa');
INSERT INTO "inventory_assignment" VALUES(40,'GRNGsTNZXzJF','PNuvdgQQHGvz','USnByc2Jaz11');
INSERT INTO "inventory_assignment" VALUES(41,'GRNGsTNZXzJF','PNuvdgQQHGvz','USqv2SzlhbVQ');
INSERT INTO "inventory_assignment" VALUES(42,'GR0g6PfXGbIj','PN4PMAGl7kJy','US2Ptdp4AdHa');
INSERT INTO "inventory_assignment" VALUES(43,'GR0g6PfXGbIj','PN4PMAGl7kJy','USaEBZEw0XuR');
INSERT INTO "inventory_assignment" VALUES(44,'GR0g6PfXGbIj','PN4PMAGl7kJy','USnByc2Jaz11');
INSERT INTO "inventory_assignment" VALUES(45,'GR0g6PfXGbIj','PN4PMAGl7kJy','USqv2SzlhbVQ');
INSERT INTO "inventory_assignment" VALUES(46,'GRiZEQYTL7GV','PNXQhmImL6Sz','USaEBZEw0XuR');
INSERT INTO "inventory_assignment" VALUES(47,'GRdZBQyLPvV8','PNSTABueB6ot','USaEBZEw0XuR');
INSERT INTO "inventory_assignment" VALUES(48,'GRdZBQyLPvV8','PNSTABueB6ot','USnByc2Jaz11');
INSERT INTO "inventory_assignment" VALUES(49,'GRdZBQyLPvV8','PNSTABueB6ot','US2Ptdp4AdHa');
INSERT INTO "inventory_assignment" VALUES(50,'GRdZBQyLPvV8','PNSTABueB6ot','USqv2SzlhbVQ');
INSERT INTO "inventory_assignment" VALUES(51,'GRvAzsvGSvMG','PNgjluiZJnHV','US2Ptdp4AdHa');
INSERT INTO "inventory_assignment" VALUES(52,'GRvAzsvGSvMG','PNgjluiZJnHV','USqv2SzlhbVQ');
INSERT INTO "inventory_assignment" VALUES(53,'GRvAzsvGSvMG','PNgjluiZJnHV','USnByc2Jaz11');
INSERT INTO "inventory_assignment" VALUES(54,'GRvAzsvGSvMG','PNgjluiZJnHV','USaEBZEw0XuR');
INSERT INTO "inventory_assignment" VALUES(55,'GRhPcIKTfp0S','PNe5RDJCDLeM','USqv2SzlhbVQ');
INSERT INTO "inventory_assignment" VALUES(56,'GRhPcIKTfp0S','PNe5RDJCDLeM','USnByc2Jaz11');
INSERT INTO "inventory_assignment" VALUES(57,'GRhdQH9I2sfL','PNGc2DH0PTmw','US2Ptdp4AdHa');
INSERT INTO "inventory_assignment" VALUES(58,'GRKMoaXBEl7z','PNTFKzK8ZABb','US2Ptdp4AdHa');
INSERT INTO "inventory_assignment" VALUES(59,'GRKMoaXBEl7z','PNTFKzK8ZABb','USqv2SzlhbVQ');
INSERT INTO "inventory_assignment" VALUES(60,'GRKMoaXBEl7z','PNTFKzK8ZABb','USaEBZEw0XuR');
INSERT INTO "inventory_assignment" VALUES(61,'GRKMoaXBEl7z','PNTFKzK8ZABb','USnByc2Jaz11');
CREATE TABLE "inventory_change" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "at" datetime NOT NULL, "kind" varchar(20) NOT NULL, "field" varchar(32) NOT NULL, "old" text NOT NULL, "new" text NOT NULL, "number_id" varchar(255) NULL REFERENCES "inventory_phonenumber" ("id") DEFERRABLE INITIALLY DEFERRED, "refresh_id" bigint NOT NULL REFERENCES "inventory_refresh" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" varchar(255) NULL REFERENCES "inventory_workspaceuser" ("id") DEFERRABLE INITIALLY DEFERRED, "is_news" bool NOT NULL);
INSERT INTO "inventory_change" VALUES(1,'2026-11-24 13:28:43.272133','user-added','','','{"fields":{"email":"margaret@brightpane.example","first_name":"Margaret","last_name":"Pinkham","role":"owner"}}',NULL,1,'USqv2SzlhbVQ',0);
INSERT INTO "inventory_change" VALUES(2,'2026-11-24 13:28:43.272133','user-added','','','{"fields":{"email":"siobhan.oneill@brightpane.example","first_name":"Siobhán","last_name":"O’Neill-Fitzgerald","role":"member"}}',NULL,1,'USnByc2Jaz11',0);
INSERT INTO "inventory_change" VALUES(3,'2026-11-24 13:28:43.272133','user-added','','','{"fields":{"email":"noura.alotaibi@brightpane.example","first_name":"نورة","last_name":"العتيبي","role":"member"}}',NULL,1,'USaEBZEw0XuR',0);
INSERT INTO "inventory_change" VALUES(4,'2026-11-24 13:28:43.272133','user-added','','','{"fields":{"email":"oluwaseun@brightpane.example","first_name":"Oluwaseun","last_name":"","role":"admin"}}',NULL,1,'US2Ptdp4AdHa',0);
INSERT INTO "inventory_change" VALUES(5,'2026-11-24 13:28:43.272133','number-added','','','{"fields":{"number":"+19025550102","formatted_number":"+19025550102","name":"Margaret Pinkham","symbol":"","group_id":"GR10s6Q5Sd8K","forward":"","port_request_id":"","porting_status":"","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"restricted","messaging_us":"restricted","messaging_ca":"unrestricted","messaging_intl":"unrestricted","created_at":"2022-07-26T02:27:54.537000+00:00","updated_at":"2026-02-06T03:12:34.444000+00:00"},"users":{"USqv2SzlhbVQ":"GR10s6Q5Sd8K"}}','PNpAyWvxspG6',1,NULL,0);
INSERT INTO "inventory_change" VALUES(6,'2026-11-24 13:28:43.272133','number-added','','','{"fields":{"number":"+14035550103","formatted_number":"(403) 555-0103","name":"Siobhán O’Neill-Fitzgerald","symbol":"💧","group_id":"GRRbkvJriRoq","forward":"","port_request_id":"","porting_status":"","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"restricted","messaging_us":"unrestricted","messaging_ca":"unrestricted","messaging_intl":"restricted","created_at":"2023-07-29T17:47:43.252000+00:00","updated_at":"2026-04-08T23:07:45.283000+00:00"},"users":{"USnByc2Jaz11":"GRRbkvJriRoq"}}','PNtHmFu0XhxX',1,NULL,0);
INSERT INTO "inventory_change" VALUES(7,'2026-11-24 13:28:43.272133','number-added','','','{"fields":{"number":"+13135550113","formatted_number":"(313) 555-0113","name":"Support","symbol":"🪜","group_id":"GRryTbMwp5K9","forward":"+16045550185","port_request_id":"","porting_status":"","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"unrestricted","messaging_us":"restricted","messaging_ca":"unrestricted","messaging_intl":"restricted","created_at":"2026-09-19T23:20:33.688000+00:00","updated_at":"2026-10-05T05:04:36.691000+00:00"},"users":{"USqv2SzlhbVQ":"GRryTbMwp5K9","USaEBZEw0XuR":"GRryTbMwp5K9","US2Ptdp4AdHa":"GRryTbMwp5K9","USnByc2Jaz11":"GRryTbMwp5K9"}}','PN2YLvT1w4Og',1,NULL,0);
INSERT INTO "inventory_change" VALUES(8,'2026-11-24 13:28:43.272133','number-added','','','{"fields":{"number":"+16045550104","formatted_number":"(604) 555-0104","name":"Front desk","symbol":"","group_id":"GRtlJuXQaUTz","forward":"","port_request_id":"","porting_status":"","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"restricted","messaging_us":"unrestricted","messaging_ca":"unrestricted","messaging_intl":"unrestricted","created_at":"2026-10-24T14:45:47.913000+00:00","updated_at":"2026-11-04T10:24:57.293000+00:00"},"users":{"USqv2SzlhbVQ":"GRtlJuXQaUTz","US2Ptdp4AdHa":"GRtlJuXQaUTz","USaEBZEw0XuR":"GRtlJuXQaUTz"}}','PNajdcCkLzP5',1,NULL,0);
INSERT INTO "inventory_change" VALUES(9,'2026-11-24 13:28:43.272133','number-added','','','{"fields":{"number":"+15145550114","formatted_number":"(514) 555-0114","name":"Sales West","symbol":"","group_id":"GRLZ9UHuasCK","forward":"","port_request_id":"","porting_status":"","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"restricted","messaging_us":"unrestricted","messaging_ca":"restricted","messaging_intl":"unrestricted","created_at":"2025-08-13T06:24:10.120000+00:00","updated_at":"2026-11-08T09:40:32.795000+00:00"},"users":{"US2Ptdp4AdHa":"GRLZ9UHuasCK","USaEBZEw0XuR":"GRLZ9UHuasCK","USnByc2Jaz11":"GRLZ9UHuasCK"}}','PNXgKYJPHXtL',1,NULL,0);
INSERT INTO "inventory_change" VALUES(10,'2026-11-24 13:28:43.272133','number-added','','','{"fields":{"number":"+15035550103","formatted_number":"(503) 555-0103","name":"Billing","symbol":"👩🏽‍💼","group_id":"GRwYCwxXu9lh","forward":"","port_request_id":"","porting_status":"","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"restricted","messaging_us":"unrestricted","messaging_ca":"unrestricted","messaging_intl":"restricted","created_at":"2023-06-29T03:23:10.931000+00:00","updated_at":"2026-07-08T19:14:11.959000+00:00"},"users":{"USnByc2Jaz11":"GRwYCwxXu9lh","USaEBZEw0XuR":"GRwYCwxXu9lh"}}','PNDbwUirl3hs',1,NULL,0);
INSERT INTO "inventory_change" VALUES(11,'2026-11-24 13:28:43.272133','number-added','','','{"fields":{"number":"+15105550110","formatted_number":"(510) 555-0110","name":"Dispatch","symbol":"","group_id":"GRTJ25fReRNr","forward":"","port_request_id":"","porting_status":"","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"unrestricted","messaging_us":"unrestricted","messaging_ca":"unrestricted","messaging_intl":"unrestricted","created_at":"2022-06-10T23:40:52.187000+00:00","updated_at":"2023-07-07T07:20:03.045000+00:00"},"users":{"USnByc2Jaz11":"GRTJ25fReRNr","USaEBZEw0XuR":"GRTJ25fReRNr","USqv2SzlhbVQ":"GRTJ25fReRNr","US2Ptdp4AdHa":"GRTJ25fReRNr"}}','PN5U4y7FgKlK',1,NULL,0);
INSERT INTO "inventory_change" VALUES(12,'2026-11-24 13:28:43.272133','number-added','','','{"fields":{"number":"+19075550107","formatted_number":"(907) 555-0107","name":"نورة العتيبي","symbol":"","group_id":"GRhmImL6SzXk","forward":"+16045550140","port_request_id":"","porting_status":"","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"restricted","messaging_us":"restricted","messaging_ca":"unrestricted","messaging_intl":"restricted","created_at":"2023-06-27T16:03:12.460000+00:00","updated_at":"2026-05-14T15:12:57.083000+00:00"},"users":{"USaEBZEw0XuR":"GRhmImL6SzXk"}}','PNOGrhTDx1eH',1,NULL,0);
INSERT INTO "inventory_change" VALUES(13,'2026-11-24 13:28:43.272133','number-added','','','{"fields":{"number":"+14155550115","formatted_number":"(415) 555-0115","name":"On call","symbol":"👷🏿‍♀️","group_id":"GRTABueB6ot7","forward":"","port_request_id":"","porting_status":"","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"unrestricted","messaging_us":"unrestricted","messaging_ca":"unrestricted","messaging_intl":"unrestricted","created_at":"2024-02-20T00:06:01.545000+00:00","updated_at":"2026-03-01T04:43:18.506000+00:00"},"users":{"USqv2SzlhbVQ":"GRTABueB6ot7","USaEBZEw0XuR":"GRTABueB6ot7","US2Ptdp4AdHa":"GRTABueB6ot7"}}','PN7OHAqNKiuo',1,NULL,0);
INSERT INTO "inventory_change" VALUES(14,'2026-11-24 13:28:43.272133','number-added','','','{"fields":{"number":"+14035550140","formatted_number":"(403) 555-0140","name":"Oluwaseun","symbol":"","group_id":"GRoFO9wHH3UX","forward":"","port_request_id":"fjxvjLiP","porting_status":"completed","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"restricted","messaging_us":"unrestricted","messaging_ca":"unrestricted","messaging_intl":"restricted","created_at":"2024-05-19T05:54:35.795000+00:00","updated_at":"2025-12-27T13:16:49.545000+00:00"},"users":{"US2Ptdp4AdHa":"GRoFO9wHH3UX"}}','PN002qKphdXs',1,NULL,0);
INSERT INTO "inventory_change" VALUES(15,'2026-11-24 13:28:43.272133','number-added','','','{"fields":{"number":"+17185550118","formatted_number":"","name":"Sales East","symbol":"🛠️","group_id":"GRIEdj0hPcIK","forward":"","port_request_id":"CDLeMZ9f","porting_status":"completed","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"restricted","messaging_us":"unrestricted","messaging_ca":"unrestricted","messaging_intl":"unrestricted","created_at":"2026-11-19T17:15:59.429000+00:00","updated_at":"2026-11-22T01:24:36.871000+00:00"},"users":{"USaEBZEw0XuR":"GRIEdj0hPcIK","USnByc2Jaz11":"GRIEdj0hPcIK","USqv2SzlhbVQ":"GRIEdj0hPcIK","US2Ptdp4AdHa":"GRIEdj0hPcIK"}}','PNfp0S1e5RDJ',1,NULL,0);
INSERT INTO "inventory_change" VALUES(16,'2026-11-24 13:28:43.272133','number-added','','','{"fields":{"number":"+16045550141","formatted_number":"+16045550141","name":"Careers","symbol":"🔔","group_id":"GRJYnGNH77MA","forward":"","port_request_id":"zS8pYKsZ","porting_status":"completed","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"restricted","messaging_us":"restricted","messaging_ca":"unrestricted","messaging_intl":"restricted","created_at":"2025-12-24T04:57:46.976000+00:00","updated_at":"2026-02-13T15:33:11.548000+00:00"},"users":{"USnByc2Jaz11":"GRRNdGdv5d6T","USaEBZEw0XuR":"GRJYnGNH77MA"}}','PN9xV1ftmsaN',1,NULL,0);
INSERT INTO "inventory_change" VALUES(17,'2026-11-24 13:28:43.272133','number-added','','','{"fields":{"number":"+17025550102","formatted_number":"+17025550102","name":"Parked number Las Vegas","symbol":"","group_id":"GRABb5HJFfuL","forward":"+16045550175","port_request_id":"","porting_status":"","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"unrestricted","messaging_us":"unrestricted","messaging_ca":"unrestricted","messaging_intl":"restricted","created_at":"2025-10-18T00:52:50.002000+00:00","updated_at":"2026-06-08T01:16:12.149000+00:00"},"users":{}}','PNU5M0Cx4pFR',1,NULL,0);
INSERT INTO "inventory_change" VALUES(18,'2026-11-24 13:28:43.272133','number-added','','','{"fields":{"number":"+494066969969","formatted_number":"+494066969969","name":"Main line","symbol":"📞","group_id":"GR18O7iww16F","forward":"+16045550165","port_request_id":"","porting_status":"","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"restricted","messaging_us":"restricted","messaging_ca":"unrestricted","messaging_intl":"unrestricted","created_at":"2024-11-24T07:18:53.817000+00:00","updated_at":"2025-11-19T07:38:21.363000+00:00"},"users":{"US2Ptdp4AdHa":"GR18O7iww16F","USnByc2Jaz11":"GR18O7iww16F","USqv2SzlhbVQ":"GR18O7iww16F","USaEBZEw0XuR":"GR18O7iww16F"}}','PN5tnZ2b4yXM',1,NULL,0);
INSERT INTO "inventory_change" VALUES(19,'2026-11-24 13:28:43.305156','user-changed','role','member','admin',NULL,2,'USaEBZEw0XuR',1);
INSERT INTO "inventory_change" VALUES(20,'2026-11-24 13:28:43.305156','user-changed','last_name','O’Neill-Fitzgerald','Pinkham',NULL,2,'USnByc2Jaz11',1);
INSERT INTO "inventory_change" VALUES(21,'2026-11-24 13:28:43.323649','number-changed','port_request_id','','V7SY6lXY','PNDbwUirl3hs',3,NULL,1);
INSERT INTO "inventory_change" VALUES(22,'2026-11-24 13:28:43.323649','number-changed','porting_status','','draft','PNDbwUirl3hs',3,NULL,1);
INSERT INTO "inventory_change" VALUES(23,'2026-11-24 13:28:43.323649','number-changed','updated_at','2026-07-08T19:14:11.959000+00:00','2026-11-24T13:28:43.300000+00:00','PNDbwUirl3hs',3,NULL,0);
INSERT INTO "inventory_change" VALUES(24,'2026-11-24 13:28:43.426706','user-changed','last_name','Pinkham','O’Neill-Fitzgerald',NULL,4,'USnByc2Jaz11',1);
INSERT INTO "inventory_change" VALUES(25,'2026-11-24 13:28:43.426706','user-changed','role','admin','member',NULL,4,'USaEBZEw0XuR',1);
INSERT INTO "inventory_change" VALUES(26,'2026-11-24 13:28:43.426706','number-changed','port_request_id','V7SY6lXY','','PNDbwUirl3hs',4,NULL,1);
INSERT INTO "inventory_change" VALUES(27,'2026-11-24 13:28:43.426706','number-changed','porting_status','draft','','PNDbwUirl3hs',4,NULL,1);
INSERT INTO "inventory_change" VALUES(28,'2026-11-24 13:28:43.426706','number-changed','updated_at','2026-11-24T13:28:43.300000+00:00','2026-07-08T19:14:11.959000+00:00','PNDbwUirl3hs',4,NULL,0);
INSERT INTO "inventory_change" VALUES(29,'2026-11-24 13:28:43.443463','user-changed','role','member','admin',NULL,5,'USaEBZEw0XuR',1);
INSERT INTO "inventory_change" VALUES(30,'2026-11-24 13:28:43.443463','user-changed','last_name','O’Neill-Fitzgerald','Pinkham',NULL,5,'USnByc2Jaz11',1);
INSERT INTO "inventory_change" VALUES(31,'2026-11-24 13:28:43.458186','number-changed','port_request_id','','V7SY6lXY','PNDbwUirl3hs',6,NULL,1);
INSERT INTO "inventory_change" VALUES(32,'2026-11-24 13:28:43.458186','number-changed','porting_status','','draft','PNDbwUirl3hs',6,NULL,1);
INSERT INTO "inventory_change" VALUES(33,'2026-11-24 13:28:43.458186','number-changed','updated_at','2026-07-08T19:14:11.959000+00:00','2026-11-24T13:28:43.439000+00:00','PNDbwUirl3hs',6,NULL,0);
INSERT INTO "inventory_change" VALUES(34,'2026-11-24 13:28:43.538009','user-changed','last_name','Pinkham','O’Neill-Fitzgerald',NULL,8,'USnByc2Jaz11',1);
INSERT INTO "inventory_change" VALUES(35,'2026-11-24 13:28:43.538009','user-changed','role','admin','member',NULL,8,'USaEBZEw0XuR',1);
INSERT INTO "inventory_change" VALUES(36,'2026-11-24 13:28:43.538009','number-changed','port_request_id','V7SY6lXY','','PNDbwUirl3hs',8,NULL,1);
INSERT INTO "inventory_change" VALUES(37,'2026-11-24 13:28:43.538009','number-changed','porting_status','draft','','PNDbwUirl3hs',8,NULL,1);
INSERT INTO "inventory_change" VALUES(38,'2026-11-24 13:28:43.538009','number-changed','updated_at','2026-11-24T13:28:43.439000+00:00','2026-07-08T19:14:11.959000+00:00','PNDbwUirl3hs',8,NULL,0);
INSERT INTO "inventory_change" VALUES(39,'2026-11-24 13:28:43.582924','number-changed','messaging_us','restricted','limited','PNpAyWvxspG6',9,NULL,1);
INSERT INTO "inventory_change" VALUES(40,'2026-11-24 13:28:43.649796','number-changed','messaging_us','limited','restricted','PNpAyWvxspG6',11,NULL,1);
INSERT INTO "inventory_change" VALUES(41,'2026-11-24 13:28:43.649796','number-added','','','{"fields":{"number":"+13135550113","formatted_number":"(313) 555-0113","name":"Spare line Detroit","symbol":"🔔","group_id":"GRE0BNryTbMw","forward":"","port_request_id":"","porting_status":"","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"unrestricted","messaging_us":"unrestricted","messaging_ca":"unrestricted","messaging_intl":"unrestricted","created_at":"2026-11-02T06:31:51.268000+00:00","updated_at":"2026-11-07T21:14:12.225000+00:00"},"users":{}}','PN5K9w2YLvT1',11,NULL,1);
INSERT INTO "inventory_change" VALUES(42,'2026-11-24 13:28:43.649796','number-added','','','{"fields":{"number":"+19075550107","formatted_number":"(907) 555-0107","name":"Front desk","symbol":"","group_id":"GRLaK07m5tlJ","forward":"","port_request_id":"","porting_status":"","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"unrestricted","messaging_us":"unrestricted","messaging_ca":"unrestricted","messaging_intl":"restricted","created_at":"2023-06-01T11:09:33.631000+00:00","updated_at":"2025-06-25T02:00:56.026000+00:00"},"users":{"USnByc2Jaz11":"GRLaK07m5tlJ","USqv2SzlhbVQ":"GRLaK07m5tlJ","USaEBZEw0XuR":"GRLaK07m5tlJ"}}','PNXQaUTzwajd',11,NULL,1);
INSERT INTO "inventory_change" VALUES(43,'2026-11-24 13:28:43.649796','user-assigned','','','GRLaK07m5tlJ','PNXQaUTzwajd',11,'USnByc2Jaz11',1);
INSERT INTO "inventory_change" VALUES(44,'2026-11-24 13:28:43.649796','user-assigned','','','GRLaK07m5tlJ','PNXQaUTzwajd',11,'USqv2SzlhbVQ',1);
INSERT INTO "inventory_change" VALUES(45,'2026-11-24 13:28:43.649796','user-assigned','','','GRLaK07m5tlJ','PNXQaUTzwajd',11,'USaEBZEw0XuR',1);
INSERT INTO "inventory_change" VALUES(46,'2026-11-24 13:28:43.649796','number-added','','','{"fields":{"number":"+12135550113","formatted_number":"(213) 555-0113","name":"Sales West","symbol":"💼","group_id":"GRxIkttK4vgA","forward":"","port_request_id":"","porting_status":"","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"restricted","messaging_us":"unrestricted","messaging_ca":"unrestricted","messaging_intl":"restricted","created_at":"2025-07-28T18:48:51.465000+00:00","updated_at":"2026-09-30T10:02:14.510000+00:00"},"users":{"USaEBZEw0XuR":"GRxIkttK4vgA","USqv2SzlhbVQ":"GRxIkttK4vgA","US2Ptdp4AdHa":"GRxIkttK4vgA"}}','PNceTmSJgy0V',11,NULL,1);
INSERT INTO "inventory_change" VALUES(47,'2026-11-24 13:28:43.649796','user-assigned','','','GRxIkttK4vgA','PNceTmSJgy0V',11,'USaEBZEw0XuR',1);
INSERT INTO "inventory_change" VALUES(48,'2026-11-24 13:28:43.649796','user-assigned','','','GRxIkttK4vgA','PNceTmSJgy0V',11,'USqv2SzlhbVQ',1);
INSERT INTO "inventory_change" VALUES(49,'2026-11-24 13:28:43.649796','user-assigned','','','GRxIkttK4vgA','PNceTmSJgy0V',11,'US2Ptdp4AdHa',1);
INSERT INTO "inventory_change" VALUES(50,'2026-11-24 13:28:43.649796','number-added','','','{"fields":{"number":"+16155550115","formatted_number":"(615) 555-0115","name":"Billing","symbol":"🌙","group_id":"GRNGsTNZXzJF","forward":"","port_request_id":"","porting_status":"","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"restricted","messaging_us":"unrestricted","messaging_ca":"unrestricted","messaging_intl":"restricted","created_at":"2023-11-30T03:33:53.889000+00:00","updated_at":"2025-09-01T03:34:32.828000+00:00"},"users":{"USnByc2Jaz11":"GRNGsTNZXzJF","USqv2SzlhbVQ":"GRNGsTNZXzJF"}}','PNuvdgQQHGvz',11,NULL,1);
INSERT INTO "inventory_change" VALUES(51,'2026-11-24 13:28:43.649796','user-assigned','','','GRNGsTNZXzJF','PNuvdgQQHGvz',11,'USnByc2Jaz11',1);
INSERT INTO "inventory_change" VALUES(52,'2026-11-24 13:28:43.649796','user-assigned','','','GRNGsTNZXzJF','PNuvdgQQHGvz',11,'USqv2SzlhbVQ',1);
INSERT INTO "inventory_change" VALUES(53,'2026-11-24 13:28:43.649796','number-added','','','{"fields":{"number":"+13035550103","formatted_number":"(303) 555-0103","name":"Dispatch","symbol":"🪜","group_id":"GR0g6PfXGbIj","forward":"","port_request_id":"","porting_status":"","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"restricted","messaging_us":"unrestricted","messaging_ca":"unrestricted","messaging_intl":"unrestricted","created_at":"2024-01-07T01:45:29.338000+00:00","updated_at":"2026-09-29T02:36:49.016000+00:00"},"users":{"US2Ptdp4AdHa":"GR0g6PfXGbIj","USaEBZEw0XuR":"GR0g6PfXGbIj","USnByc2Jaz11":"GR0g6PfXGbIj","USqv2SzlhbVQ":"GR0g6PfXGbIj"}}','PN4PMAGl7kJy',11,NULL,1);
INSERT INTO "inventory_change" VALUES(54,'2026-11-24 13:28:43.649796','user-assigned','','','GR0g6PfXGbIj','PN4PMAGl7kJy',11,'US2Ptdp4AdHa',1);
INSERT INTO "inventory_change" VALUES(55,'2026-11-24 13:28:43.649796','user-assigned','','','GR0g6PfXGbIj','PN4PMAGl7kJy',11,'USaEBZEw0XuR',1);
INSERT INTO "inventory_change" VALUES(56,'2026-11-24 13:28:43.649796','user-assigned','','','GR0g6PfXGbIj','PN4PMAGl7kJy',11,'USnByc2Jaz11',1);
INSERT INTO "inventory_change" VALUES(57,'2026-11-24 13:28:43.649796','user-assigned','','','GR0g6PfXGbIj','PN4PMAGl7kJy',11,'USqv2SzlhbVQ',1);
INSERT INTO "inventory_change" VALUES(58,'2026-11-24 13:28:43.649796','number-added','','','{"fields":{"number":"+12155550115","formatted_number":"(215) 555-0115","name":"نورة العتيبي (direct)","symbol":"☎️","group_id":"GRiZEQYTL7GV","forward":"","port_request_id":"","porting_status":"","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"restricted","messaging_us":"unrestricted","messaging_ca":"unrestricted","messaging_intl":"restricted","created_at":"2022-08-25T15:38:22.407000+00:00","updated_at":"2022-12-28T09:43:11.497000+00:00"},"users":{"USaEBZEw0XuR":"GRiZEQYTL7GV"}}','PNXQhmImL6Sz',11,NULL,1);
INSERT INTO "inventory_change" VALUES(59,'2026-11-24 13:28:43.649796','user-assigned','','','GRiZEQYTL7GV','PNXQhmImL6Sz',11,'USaEBZEw0XuR',1);
INSERT INTO "inventory_change" VALUES(60,'2026-11-24 13:28:43.649796','number-added','','','{"fields":{"number":"+18085550108","formatted_number":"+18085550108","name":"On call","symbol":"💧","group_id":"GRdZBQyLPvV8","forward":"","port_request_id":"7m7OHAqN","porting_status":"completed","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"restricted","messaging_us":"unrestricted","messaging_ca":"unrestricted","messaging_intl":"restricted","created_at":"2023-03-09T00:29:51.342000+00:00","updated_at":"2024-11-05T12:53:29.490000+00:00"},"users":{"USaEBZEw0XuR":"GRdZBQyLPvV8","USnByc2Jaz11":"GRdZBQyLPvV8","US2Ptdp4AdHa":"GRdZBQyLPvV8","USqv2SzlhbVQ":"GRdZBQyLPvV8"}}','PNSTABueB6ot',11,NULL,1);
INSERT INTO "inventory_change" VALUES(61,'2026-11-24 13:28:43.649796','user-assigned','','','GRdZBQyLPvV8','PNSTABueB6ot',11,'USaEBZEw0XuR',1);
INSERT INTO "inventory_change" VALUES(62,'2026-11-24 13:28:43.649796','user-assigned','','','GRdZBQyLPvV8','PNSTABueB6ot',11,'USnByc2Jaz11',1);
INSERT INTO "inventory_change" VALUES(63,'2026-11-24 13:28:43.649796','user-assigned','','','GRdZBQyLPvV8','PNSTABueB6ot',11,'US2Ptdp4AdHa',1);
INSERT INTO "inventory_change" VALUES(64,'2026-11-24 13:28:43.649796','user-assigned','','','GRdZBQyLPvV8','PNSTABueB6ot',11,'USqv2SzlhbVQ',1);
INSERT INTO "inventory_change" VALUES(65,'2026-11-24 13:28:43.649796','number-added','','','{"fields":{"number":"+16155550152","formatted_number":"(615) 555-0152","name":"Sales East","symbol":"","group_id":"GRvAzsvGSvMG","forward":"","port_request_id":"9DXnSNj8","porting_status":"completed","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"restricted","messaging_us":"unrestricted","messaging_ca":"unrestricted","messaging_intl":"restricted","created_at":"2024-07-06T17:31:55.588000+00:00","updated_at":"2026-07-31T09:59:20.746000+00:00"},"users":{"US2Ptdp4AdHa":"GRvAzsvGSvMG","USqv2SzlhbVQ":"GRvAzsvGSvMG","USnByc2Jaz11":"GRvAzsvGSvMG","USaEBZEw0XuR":"GRvAzsvGSvMG"}}','PNgjluiZJnHV',11,NULL,1);
INSERT INTO "inventory_change" VALUES(66,'2026-11-24 13:28:43.649796','user-assigned','','','GRvAzsvGSvMG','PNgjluiZJnHV',11,'US2Ptdp4AdHa',1);
INSERT INTO "inventory_change" VALUES(67,'2026-11-24 13:28:43.649796','user-assigned','','','GRvAzsvGSvMG','PNgjluiZJnHV',11,'USqv2SzlhbVQ',1);
INSERT INTO "inventory_change" VALUES(68,'2026-11-24 13:28:43.649796','user-assigned','','','GRvAzsvGSvMG','PNgjluiZJnHV',11,'USnByc2Jaz11',1);
INSERT INTO "inventory_change" VALUES(69,'2026-11-24 13:28:43.649796','user-assigned','','','GRvAzsvGSvMG','PNgjluiZJnHV',11,'USaEBZEw0XuR',1);
INSERT INTO "inventory_change" VALUES(70,'2026-11-24 13:28:43.649796','number-added','','','{"fields":{"number":"+12145550114","formatted_number":"(214) 555-0114","name":"Careers","symbol":"☎️","group_id":"GRhPcIKTfp0S","forward":"+12125550108","port_request_id":"Z9f4QIdQ","porting_status":"completed","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"restricted","messaging_us":"unrestricted","messaging_ca":"unrestricted","messaging_intl":"unrestricted","created_at":"2026-09-14T18:25:06.313000+00:00","updated_at":"2026-10-15T21:58:29.764000+00:00"},"users":{"USqv2SzlhbVQ":"GRhPcIKTfp0S","USnByc2Jaz11":"GRhPcIKTfp0S"}}','PNe5RDJCDLeM',11,NULL,1);
INSERT INTO "inventory_change" VALUES(71,'2026-11-24 13:28:43.649796','user-assigned','','','GRhPcIKTfp0S','PNe5RDJCDLeM',11,'USqv2SzlhbVQ',1);
INSERT INTO "inventory_change" VALUES(72,'2026-11-24 13:28:43.649796','user-assigned','','','GRhPcIKTfp0S','PNe5RDJCDLeM',11,'USnByc2Jaz11',1);
INSERT INTO "inventory_change" VALUES(73,'2026-11-24 13:28:43.649796','number-added','','','{"fields":{"number":"+14165550116","formatted_number":"+14165550116","name":"Oluwaseun’s line","symbol":"","group_id":"GRhdQH9I2sfL","forward":"","port_request_id":"","porting_status":"","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"restricted","messaging_us":"restricted","messaging_ca":"unrestricted","messaging_intl":"restricted","created_at":"2025-03-21T02:15:01.541000+00:00","updated_at":"2026-03-26T19:20:01.778000+00:00"},"users":{"US2Ptdp4AdHa":"GRhdQH9I2sfL"}}','PNGc2DH0PTmw',11,NULL,1);
INSERT INTO "inventory_change" VALUES(74,'2026-11-24 13:28:43.649796','user-assigned','','','GRhdQH9I2sfL','PNGc2DH0PTmw',11,'US2Ptdp4AdHa',1);
INSERT INTO "inventory_change" VALUES(75,'2026-11-24 13:28:43.649796','number-added','','','{"fields":{"number":"+14075550107","formatted_number":"(407) 555-0107","name":"Claims","symbol":"","group_id":"GRKMoaXBEl7z","forward":"+16045550199","port_request_id":"","porting_status":"","calling_us":"unrestricted","calling_ca":"unrestricted","calling_intl":"restricted","messaging_us":"unrestricted","messaging_ca":"restricted","messaging_intl":"restricted","created_at":"2024-03-22T21:07:20.125000+00:00","updated_at":"2026-09-11T17:49:33.863000+00:00"},"users":{"US2Ptdp4AdHa":"GRKMoaXBEl7z","USqv2SzlhbVQ":"GRKMoaXBEl7z","USaEBZEw0XuR":"GRKMoaXBEl7z","USnByc2Jaz11":"GRKMoaXBEl7z"}}','PNTFKzK8ZABb',11,NULL,1);
INSERT INTO "inventory_change" VALUES(76,'2026-11-24 13:28:43.649796','user-assigned','','','GRKMoaXBEl7z','PNTFKzK8ZABb',11,'US2Ptdp4AdHa',1);
INSERT INTO "inventory_change" VALUES(77,'2026-11-24 13:28:43.649796','user-assigned','','','GRKMoaXBEl7z','PNTFKzK8ZABb',11,'USqv2SzlhbVQ',1);
INSERT INTO "inventory_change" VALUES(78,'2026-11-24 13:28:43.649796','user-assigned','','','GRKMoaXBEl7z','PNTFKzK8ZABb',11,'USaEBZEw0XuR',1);
INSERT INTO "inventory_change" VALUES(79,'2026-11-24 13:28:43.649796','user-assigned','','','GRKMoaXBEl7z','PNTFKzK8ZABb',11,'USnByc2Jaz11',1);
INSERT INTO "inventory_change" VALUES(80,'2026-11-24 13:28:43.657811','number-removed','','','','PNDbwUirl3hs',11,NULL,1);
INSERT INTO "inventory_change" VALUES(81,'2026-11-24 13:28:43.657811','number-removed','','','','PN9xV1ftmsaN',11,NULL,1);
INSERT INTO "inventory_change" VALUES(82,'2026-11-24 13:28:43.657811','number-removed','','','','PN5U4y7FgKlK',11,NULL,1);
INSERT INTO "inventory_change" VALUES(83,'2026-11-24 13:28:43.657811','number-removed','','','','PNajdcCkLzP5',11,NULL,1);
INSERT INTO "inventory_change" VALUES(84,'2026-11-24 13:28:43.657811','number-removed','','','','PN5tnZ2b4yXM',11,NULL,1);
INSERT INTO "inventory_change" VALUES(85,'2026-11-24 13:28:43.657811','number-removed','','','','PN002qKphdXs',11,NULL,1);
INSERT INTO "inventory_change" VALUES(86,'2026-11-24 13:28:43.657811','number-removed','','','','PN7OHAqNKiuo',11,NULL,1);
INSERT INTO "inventory_change" VALUES(87,'2026-11-24 13:28:43.657811','number-removed','','','','PNU5M0Cx4pFR',11,NULL,1);
INSERT INTO "inventory_change" VALUES(88,'2026-11-24 13:28:43.657811','number-removed','','','','PNfp0S1e5RDJ',11,NULL,1);
INSERT INTO "inventory_change" VALUES(89,'2026-11-24 13:28:43.657811','number-removed','','','','PNXgKYJPHXtL',11,NULL,1);
INSERT INTO "inventory_change" VALUES(90,'2026-11-24 13:28:43.657811','number-removed','','','','PN2YLvT1w4Og',11,NULL,1);
INSERT INTO "inventory_change" VALUES(91,'2026-11-24 13:28:43.657811','number-removed','','','','PNOGrhTDx1eH',11,NULL,1);
CREATE TABLE "inventory_phonenumber" ("id" varchar(255) NOT NULL PRIMARY KEY, "number" varchar(255) NOT NULL, "formatted_number" text NOT NULL, "name" text NOT NULL, "symbol" text NOT NULL, "group_id" varchar(255) NOT NULL, "forward" varchar(255) NOT NULL, "port_request_id" varchar(255) NOT NULL, "porting_status" varchar(255) NOT NULL, "calling_us" varchar(255) NOT NULL, "calling_ca" varchar(255) NOT NULL, "calling_intl" varchar(255) NOT NULL, "messaging_us" varchar(255) NOT NULL, "messaging_ca" varchar(255) NOT NULL, "messaging_intl" varchar(255) NOT NULL, "created_at" datetime NULL, "updated_at" datetime NULL, "country" varchar(8) NOT NULL, "kind" varchar(16) NOT NULL, "area" varchar(100) NOT NULL, "sort_name" varchar(100) NOT NULL, "search_text" text NOT NULL, "porting_since" datetime NULL, "first_seen_at" datetime NOT NULL, "removed_at" datetime NULL, "digest" BLOB NOT NULL, "raw" text NOT NULL);
INSERT INTO "inventory_phonenumber" VALUES('PNpAyWvxspG6','+19025550102','+19025550102','Margaret Pinkham','','GR10s6Q5Sd8K','','','','unrestricted','unrestricted','restricted','restricted','unrestricted','unrestricted','2022-07-26 02:27:54.537000','2026-02-06 03:12:34.444000','CA','local','Nova Scotia/Prince Edward Island','margaret pinkham','+19025550102
margaret pinkham
pnpaywvxspg6
gr10s6q5sd8k
',NULL,'2026-11-24 13:28:43.272133',NULL,X'','{"id":"PNpAyWvxspG6","groupId":"GR10s6Q5Sd8K","portRequestId":null,"formattedNumber":"+19025550102","forward":null,"name":"Margaret Pinkham","number":"+19025550102","portingStatus":null,"symbol":null,"users":[{"id":"USqv2SzlhbVQ","email":"margaret@brightpane.example","firstName":"Margaret","lastName":"Pinkham","role":"owner","groupId":"GR10s6Q5Sd8K"}],"createdAt":"2022-07-26T02:27:54.537Z","updatedAt":"2026-02-06T03:12:34.444Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"},"messaging":{"US":"restricted","CA":"unrestricted","Intl":"unrestricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PNtHmFu0XhxX','+14035550103','(403) 555-0103','Siobhán O’Neill-Fitzgerald','💧','GRRbkvJriRoq','','','','unrestricted','unrestricted','restricted','unrestricted','unrestricted','restricted','2023-07-29 17:47:43.252000','2026-04-08 23:07:45.283000','CA','local','Alberta','siobhán o’neill-fitzgerald','+14035550103
siobhán o’neill-fitzgerald
pnthmfu0xhxx
grrbkvjriroq
',NULL,'2026-11-24 13:28:43.272133',NULL,X'','{"id":"PNtHmFu0XhxX","groupId":"GRRbkvJriRoq","portRequestId":null,"formattedNumber":"(403) 555-0103","forward":null,"name":"Siobhán O’Neill-Fitzgerald","number":"+14035550103","portingStatus":null,"symbol":"💧","users":[{"id":"USnByc2Jaz11","email":"siobhan.oneill@brightpane.example","firstName":"Siobhán","lastName":"O’Neill-Fitzgerald","role":"member","groupId":"GRRbkvJriRoq"}],"createdAt":"2023-07-29T17:47:43.252Z","updatedAt":"2026-04-08T23:07:45.283Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"},"messaging":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PN2YLvT1w4Og','+13135550113','(313) 555-0113','Support','🪜','GRryTbMwp5K9','+16045550185','','','unrestricted','unrestricted','unrestricted','restricted','unrestricted','restricted','2026-09-19 23:20:33.688000','2026-10-05 05:04:36.691000','US','local','Michigan','support','+13135550113
support
pn2ylvt1w4og
grrytbmwp5k9
',NULL,'2026-11-24 13:28:43.272133','2026-11-24 13:28:43.657811',X'','{"id":"PN2YLvT1w4Og","groupId":"GRryTbMwp5K9","portRequestId":null,"formattedNumber":"(313) 555-0113","forward":"+16045550185","name":"Support","number":"+13135550113","portingStatus":null,"symbol":"🪜","users":[{"id":"USqv2SzlhbVQ","email":"margaret@brightpane.example","firstName":"Margaret","lastName":"Pinkham","role":"owner","groupId":"GRryTbMwp5K9"},{"id":"USaEBZEw0XuR","email":"noura.alotaibi@brightpane.example","firstName":"نورة","lastName":"العتيبي","role":"member","groupId":"GRryTbMwp5K9"},{"id":"US2Ptdp4AdHa","email":"oluwaseun@brightpane.example","firstName":"Oluwaseun","lastName":null,"role":"admin","groupId":"GRryTbMwp5K9"},{"id":"USnByc2Jaz11","email":"siobhan.oneill@brightpane.example","firstName":"Siobhán","lastName":"O’Neill-Fitzgerald","role":"member","groupId":"GRryTbMwp5K9"}],"createdAt":"2026-09-19T23:20:33.688Z","updatedAt":"2026-10-05T05:04:36.691Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"unrestricted"},"messaging":{"US":"restricted","CA":"unrestricted","Intl":"restricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PNajdcCkLzP5','+16045550104','(604) 555-0104','Front desk','','GRtlJuXQaUTz','','','','unrestricted','unrestricted','restricted','unrestricted','unrestricted','unrestricted','2026-10-24 14:45:47.913000','2026-11-04 10:24:57.293000','CA','local','British Columbia','front desk','+16045550104
front desk
pnajdccklzp5
grtljuxqautz
',NULL,'2026-11-24 13:28:43.272133','2026-11-24 13:28:43.657811',X'','{"id":"PNajdcCkLzP5","groupId":"GRtlJuXQaUTz","portRequestId":null,"formattedNumber":"(604) 555-0104","forward":null,"name":"Front desk","number":"+16045550104","portingStatus":null,"symbol":null,"users":[{"id":"USqv2SzlhbVQ","email":"margaret@brightpane.example","firstName":"Margaret","lastName":"Pinkham","role":"owner","groupId":"GRtlJuXQaUTz"},{"id":"US2Ptdp4AdHa","email":"oluwaseun@brightpane.example","firstName":"Oluwaseun","lastName":null,"role":"admin","groupId":"GRtlJuXQaUTz"},{"id":"USaEBZEw0XuR","email":"noura.alotaibi@brightpane.example","firstName":"نورة","lastName":"العتيبي","role":"member","groupId":"GRtlJuXQaUTz"}],"createdAt":"2026-10-24T14:45:47.913Z","updatedAt":"2026-11-04T10:24:57.293Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"},"messaging":{"US":"unrestricted","CA":"unrestricted","Intl":"unrestricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PNXgKYJPHXtL','+15145550114','(514) 555-0114','Sales West','','GRLZ9UHuasCK','','','','unrestricted','unrestricted','restricted','unrestricted','restricted','unrestricted','2025-08-13 06:24:10.120000','2026-11-08 09:40:32.795000','CA','local','Quebec','sales west','+15145550114
sales west
pnxgkyjphxtl
grlz9uhuasck
',NULL,'2026-11-24 13:28:43.272133','2026-11-24 13:28:43.657811',X'','{"id":"PNXgKYJPHXtL","groupId":"GRLZ9UHuasCK","portRequestId":null,"formattedNumber":"(514) 555-0114","forward":null,"name":"Sales West","number":"+15145550114","portingStatus":null,"symbol":null,"users":[{"id":"US2Ptdp4AdHa","email":"oluwaseun@brightpane.example","firstName":"Oluwaseun","lastName":null,"role":"admin","groupId":"GRLZ9UHuasCK"},{"id":"USaEBZEw0XuR","email":"noura.alotaibi@brightpane.example","firstName":"نورة","lastName":"العتيبي","role":"member","groupId":"GRLZ9UHuasCK"},{"id":"USnByc2Jaz11","email":"siobhan.oneill@brightpane.example","firstName":"Siobhán","lastName":"O’Neill-Fitzgerald","role":"member","groupId":"GRLZ9UHuasCK"}],"createdAt":"2025-08-13T06:24:10.120Z","updatedAt":"2026-11-08T09:40:32.795Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"},"messaging":{"US":"unrestricted","CA":"restricted","Intl":"unrestricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PNDbwUirl3hs','+15035550103','(503) 555-0103','Billing','👩🏽‍💼','GRwYCwxXu9lh','','','','unrestricted','unrestricted','restricted','unrestricted','unrestricted','restricted','2023-06-29 03:23:10.931000','2026-07-08 19:14:11.959000','US','local','Oregon','billing','+15035550103
billing
pndbwuirl3hs
grwycwxxu9lh
',NULL,'2026-11-24 13:28:43.272133','2026-11-24 13:28:43.657811',X'','{"id":"PNDbwUirl3hs","groupId":"GRwYCwxXu9lh","portRequestId":null,"formattedNumber":"(503) 555-0103","forward":null,"name":"Billing","number":"+15035550103","portingStatus":null,"symbol":"👩🏽‍💼","users":[{"id":"USnByc2Jaz11","email":"siobhan.oneill@brightpane.example","firstName":"Siobhán","lastName":"O’Neill-Fitzgerald","role":"member","groupId":"GRwYCwxXu9lh"},{"id":"USaEBZEw0XuR","email":"noura.alotaibi@brightpane.example","firstName":"نورة","lastName":"العتيبي","role":"member","groupId":"GRwYCwxXu9lh"}],"createdAt":" ''2023-06-29T03:23:10.931Z''","updatedAt":" ''2026-07-08T19:14:11.959Z''","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"},"messaging":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PN5U4y7FgKlK','+15105550110','(510) 555-0110','Dispatch','','GRTJ25fReRNr','','','','unrestricted','unrestricted','unrestricted','unrestricted','unrestricted','unrestricted','2022-06-10 23:40:52.187000','2023-07-07 07:20:03.045000','US','local','California','dispatch','+15105550110
dispatch
pn5u4y7fgklk
grtj25frernr
',NULL,'2026-11-24 13:28:43.272133','2026-11-24 13:28:43.657811',X'','{"id":"PN5U4y7FgKlK","groupId":"GRTJ25fReRNr","portRequestId":null,"formattedNumber":"(510) 555-0110","forward":null,"name":"Dispatch","number":"+15105550110","portingStatus":null,"symbol":null,"users":[{"id":"USnByc2Jaz11","email":"siobhan.oneill@brightpane.example","firstName":"Siobhán","lastName":"O’Neill-Fitzgerald","role":"member","groupId":"GRTJ25fReRNr"},{"id":"USaEBZEw0XuR","email":"noura.alotaibi@brightpane.example","firstName":"نورة","lastName":"العتيبي","role":"member","groupId":"GRTJ25fReRNr"},{"id":"USqv2SzlhbVQ","email":"margaret@brightpane.example","firstName":"Margaret","lastName":"Pinkham","role":"owner","groupId":"GRTJ25fReRNr"},{"id":"US2Ptdp4AdHa","email":"oluwaseun@brightpane.example","firstName":"Oluwaseun","lastName":null,"role":"admin","groupId":"GRTJ25fReRNr"}],"createdAt":"2022-06-10T23:40:52.187Z","updatedAt":"2023-07-07T07:20:03.045Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"unrestricted"},"messaging":{"US":"unrestricted","CA":"unrestricted","Intl":"unrestricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PNOGrhTDx1eH','+19075550107','(907) 555-0107','نورة العتيبي','','GRhmImL6SzXk','+16045550140','','','unrestricted','unrestricted','restricted','restricted','unrestricted','restricted','2023-06-27 16:03:12.460000','2026-05-14 15:12:57.083000','US','local','Alaska','نورة العتيبي','+19075550107
نورة العتيبي
pnogrhtdx1eh
grhmiml6szxk
',NULL,'2026-11-24 13:28:43.272133','2026-11-24 13:28:43.657811',X'','{"id":"PNOGrhTDx1eH","groupId":"GRhmImL6SzXk","portRequestId":null,"formattedNumber":"(907) 555-0107","forward":"+16045550140","name":"نورة العتيبي","number":"+19075550107","portingStatus":null,"symbol":null,"users":[{"id":"USaEBZEw0XuR","email":"noura.alotaibi@brightpane.example","firstName":"نورة","lastName":"العتيبي","role":"member","groupId":"GRhmImL6SzXk"}],"createdAt":"2023-06-27T16:03:12.460Z","updatedAt":"2026-05-14T15:12:57.083Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"},"messaging":{"US":"restricted","CA":"unrestricted","Intl":"restricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PN7OHAqNKiuo','+14155550115','(415) 555-0115','On call','👷🏿‍♀️','GRTABueB6ot7','','','','unrestricted','unrestricted','unrestricted','unrestricted','unrestricted','unrestricted','2024-02-20 00:06:01.545000','2026-03-01 04:43:18.506000','US','local','San Francisco, CA','on call','+14155550115
on call
pn7ohaqnkiuo
grtabueb6ot7
',NULL,'2026-11-24 13:28:43.272133','2026-11-24 13:28:43.657811',X'','{"id":"PN7OHAqNKiuo","groupId":"GRTABueB6ot7","portRequestId":null,"formattedNumber":"(415) 555-0115","forward":null,"name":"On call","number":"+14155550115","portingStatus":null,"symbol":"👷🏿‍♀️","users":[{"id":"USqv2SzlhbVQ","email":"margaret@brightpane.example","firstName":"Margaret","lastName":"Pinkham","role":"owner","groupId":"GRTABueB6ot7"},{"id":"USaEBZEw0XuR","email":"noura.alotaibi@brightpane.example","firstName":"نورة","lastName":"العتيبي","role":"member","groupId":"GRTABueB6ot7"},{"id":"US2Ptdp4AdHa","email":"oluwaseun@brightpane.example","firstName":"Oluwaseun","lastName":null,"role":"admin","groupId":"GRTABueB6ot7"}],"createdAt":"2024-02-20T00:06:01.545Z","updatedAt":"2026-03-01T04:43:18.506Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"unrestricted"},"messaging":{"US":"unrestricted","CA":"unrestricted","Intl":"unrestricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PN002qKphdXs','+14035550140','(403) 555-0140','Oluwaseun','','GRoFO9wHH3UX','','fjxvjLiP','completed','unrestricted','unrestricted','restricted','unrestricted','unrestricted','restricted','2024-05-19 05:54:35.795000','2025-12-27 13:16:49.545000','CA','local','Alberta','oluwaseun','+14035550140
oluwaseun
pn002qkphdxs
grofo9whh3ux
fjxvjlip','2025-12-27 13:16:49.545000','2026-11-24 13:28:43.272133','2026-11-24 13:28:43.657811',X'','{"id":"PN002qKphdXs","groupId":"GRoFO9wHH3UX","portRequestId":"fjxvjLiP","formattedNumber":"(403) 555-0140","forward":null,"name":"Oluwaseun","number":"+14035550140","portingStatus":"completed","symbol":null,"users":[{"id":"US2Ptdp4AdHa","email":"oluwaseun@brightpane.example","firstName":"Oluwaseun","lastName":null,"role":"admin","groupId":"GRoFO9wHH3UX"}],"createdAt":"2024-05-19T05:54:35.795Z","updatedAt":"2025-12-27T13:16:49.545Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"},"messaging":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PNfp0S1e5RDJ','+17185550118','','Sales East','🛠️','GRIEdj0hPcIK','','CDLeMZ9f','completed','unrestricted','unrestricted','restricted','unrestricted','unrestricted','unrestricted','2026-11-19 17:15:59.429000','2026-11-22 01:24:36.871000','US','local','New York','sales east','+17185550118
sales east
pnfp0s1e5rdj
griedj0hpcik
cdlemz9f','2026-11-22 01:24:36.871000','2026-11-24 13:28:43.272133','2026-11-24 13:28:43.657811',X'','{"id":"PNfp0S1e5RDJ","groupId":"GRIEdj0hPcIK","portRequestId":"CDLeMZ9f","formattedNumber":null,"forward":null,"name":"Sales East","number":"+17185550118","portingStatus":"completed","symbol":"🛠️","users":[{"id":"USaEBZEw0XuR","email":"noura.alotaibi@brightpane.example","firstName":"نورة","lastName":"العتيبي","role":"member","groupId":"GRIEdj0hPcIK"},{"id":"USnByc2Jaz11","email":"siobhan.oneill@brightpane.example","firstName":"Siobhán","lastName":"O’Neill-Fitzgerald","role":"member","groupId":"GRIEdj0hPcIK"},{"id":"USqv2SzlhbVQ","email":"margaret@brightpane.example","firstName":"Margaret","lastName":"Pinkham","role":"owner","groupId":"GRIEdj0hPcIK"},{"id":"US2Ptdp4AdHa","email":"oluwaseun@brightpane.example","firstName":"Oluwaseun","lastName":null,"role":"admin","groupId":"GRIEdj0hPcIK"}],"createdAt":"2026-11-19T17:15:59.429Z","updatedAt":"2026-11-22T01:24:36.871Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"},"messaging":{"US":"unrestricted","CA":"unrestricted","Intl":"unrestricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PN9xV1ftmsaN','+16045550141','+16045550141','Careers','🔔','GRJYnGNH77MA','','zS8pYKsZ','completed','unrestricted','unrestricted','restricted','restricted','unrestricted','restricted','2025-12-24 04:57:46.976000','2026-02-13 15:33:11.548000','CA','local','British Columbia','careers','+16045550141
careers
pn9xv1ftmsan
grjyngnh77ma
zs8pyksz','2026-02-13 15:33:11.548000','2026-11-24 13:28:43.272133','2026-11-24 13:28:43.657811',X'','{"id":"PN9xV1ftmsaN","groupId":"GRJYnGNH77MA","portRequestId":"zS8pYKsZ","formattedNumber":"+16045550141","forward":null,"name":"Careers","number":"+16045550141","portingStatus":"completed","symbol":"🔔","users":[{"id":"USnByc2Jaz11","email":"siobhan.oneill@brightpane.example","firstName":"Siobhán","lastName":"O’Neill-Fitzgerald","role":"member","groupId":"GRRNdGdv5d6T"},{"id":"USaEBZEw0XuR","email":"noura.alotaibi@brightpane.example","firstName":"نورة","lastName":"العتيبي","role":"member","groupId":"GRJYnGNH77MA"}],"createdAt":"2025-12-24T04:57:46.976Z","updatedAt":"2026-02-13T15:33:11.548Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"},"messaging":{"US":"restricted","CA":"unrestricted","Intl":"restricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PNU5M0Cx4pFR','+17025550102','+17025550102','Parked number Las Vegas','','GRABb5HJFfuL','+16045550175','','','unrestricted','unrestricted','unrestricted','unrestricted','unrestricted','restricted','2025-10-18 00:52:50.002000','2026-06-08 01:16:12.149000','US','local','Nevada','parked number las vegas','+17025550102
parked number las vegas
pnu5m0cx4pfr
grabb5hjfful
',NULL,'2026-11-24 13:28:43.272133','2026-11-24 13:28:43.657811',X'','{"id":"PNU5M0Cx4pFR","groupId":"GRABb5HJFfuL","portRequestId":null,"formattedNumber":"+17025550102","forward":"+16045550175","name":"Parked number Las Vegas","number":"+17025550102","portingStatus":null,"symbol":null,"users":[],"createdAt":"2025-10-18T00:52:50.002Z","updatedAt":"2026-06-08T01:16:12.149Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"unrestricted"},"messaging":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PN5tnZ2b4yXM','+494066969969','+494066969969','Main line','📞','GR18O7iww16F','+16045550165','','','unrestricted','unrestricted','restricted','restricted','unrestricted','unrestricted','2024-11-24 07:18:53.817000','2025-11-19 07:38:21.363000','DE','local','Hamburg','main line','+494066969969
main line
pn5tnz2b4yxm
gr18o7iww16f
',NULL,'2026-11-24 13:28:43.272133','2026-11-24 13:28:43.657811',X'','{"id":"PN5tnZ2b4yXM","groupId":"GR18O7iww16F","portRequestId":null,"formattedNumber":"+494066969969","forward":"+16045550165","name":"Main line","number":"+494066969969","portingStatus":null,"symbol":"📞","users":[{"id":"US2Ptdp4AdHa","email":"oluwaseun@brightpane.example","firstName":"Oluwaseun","lastName":null,"role":"admin","groupId":"GR18O7iww16F"},{"id":"USnByc2Jaz11","email":"siobhan.oneill@brightpane.example","firstName":"Siobhán","lastName":"O’Neill-Fitzgerald","role":"member","groupId":"GR18O7iww16F"},{"id":"USqv2SzlhbVQ","email":"margaret@brightpane.example","firstName":"Margaret","lastName":"Pinkham","role":"owner","groupId":"GR18O7iww16F"},{"id":"USaEBZEw0XuR","email":"noura.alotaibi@brightpane.example","firstName":"نورة","lastName":"العتيبي","role":"member","groupId":"GR18O7iww16F"}],"createdAt":"2024-11-24T07:18:53.817Z","updatedAt":"2025-11-19T07:38:21.363Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"},"messaging":{"US":"restricted","CA":"unrestricted","Intl":"unrestricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PN5K9w2YLvT1','+13135550113','(313) 555-0113','Spare line Detroit','🔔','GRE0BNryTbMw','','','','unrestricted','unrestricted','unrestricted','unrestricted','unrestricted','unrestricted','2026-11-02 06:31:51.268000','2026-11-07 21:14:12.225000','US','local','Michigan','spare line detroit','+13135550113
spare line detroit
pn5k9w2ylvt1
gre0bnrytbmw
',NULL,'2026-11-24 13:28:43.649796',NULL,X'','{"id":"PN5K9w2YLvT1","groupId":"GRE0BNryTbMw","portRequestId":null,"formattedNumber":"(313) 555-0113","forward":null,"name":"Spare line Detroit","number":"+13135550113","portingStatus":null,"symbol":"🔔","users":[],"createdAt":"2026-11-02T06:31:51.268Z","updatedAt":"2026-11-07T21:14:12.225Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"unrestricted"},"messaging":{"US":"unrestricted","CA":"unrestricted","Intl":"unrestricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PNXQaUTzwajd','+19075550107','(907) 555-0107','Front desk','','GRLaK07m5tlJ','','','','unrestricted','unrestricted','unrestricted','unrestricted','unrestricted','restricted','2023-06-01 11:09:33.631000','2025-06-25 02:00:56.026000','US','local','Alaska','front desk','+19075550107
front desk
pnxqautzwajd
grlak07m5tlj
',NULL,'2026-11-24 13:28:43.649796',NULL,X'','{"id":"PNXQaUTzwajd","groupId":"GRLaK07m5tlJ","portRequestId":null,"formattedNumber":"(907) 555-0107","forward":null,"name":"Front desk","number":"+19075550107","portingStatus":null,"symbol":null,"users":[{"id":"USnByc2Jaz11","email":"siobhan.oneill@brightpane.example","firstName":"Siobhán","lastName":"O’Neill-Fitzgerald","role":"member","groupId":"GRLaK07m5tlJ"},{"id":"USqv2SzlhbVQ","email":"margaret@brightpane.example","firstName":"Margaret","lastName":"Pinkham","role":"owner","groupId":"GRLaK07m5tlJ"},{"id":"USaEBZEw0XuR","email":"noura.alotaibi@brightpane.example","firstName":"نورة","lastName":"العتيبي","role":"member","groupId":"GRLaK07m5tlJ"}],"createdAt":"2023-06-01T11:09:33.631Z","updatedAt":"2025-06-25T02:00:56.026Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"unrestricted"},"messaging":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PNceTmSJgy0V','+12135550113','(213) 555-0113','Sales West','💼','GRxIkttK4vgA','','','','unrestricted','unrestricted','restricted','unrestricted','unrestricted','restricted','2025-07-28 18:48:51.465000','2026-09-30 10:02:14.510000','US','local','Los Angeles, CA','sales west','+12135550113
sales west
pncetmsjgy0v
grxikttk4vga
',NULL,'2026-11-24 13:28:43.649796',NULL,X'','{"id":"PNceTmSJgy0V","groupId":"GRxIkttK4vgA","portRequestId":null,"formattedNumber":"(213) 555-0113","forward":null,"name":"Sales West","number":"+12135550113","portingStatus":null,"symbol":"💼","users":[{"id":"USaEBZEw0XuR","email":"noura.alotaibi@brightpane.example","firstName":"نورة","lastName":"العتيبي","role":"member","groupId":"GRxIkttK4vgA"},{"id":"USqv2SzlhbVQ","email":"margaret@brightpane.example","firstName":"Margaret","lastName":"Pinkham","role":"owner","groupId":"GRxIkttK4vgA"},{"id":"US2Ptdp4AdHa","email":"oluwaseun@brightpane.example","firstName":"Oluwaseun","lastName":null,"role":"admin","groupId":"GRxIkttK4vgA"}],"createdAt":"2025-07-28T18:48:51.465Z","updatedAt":"2026-09-30T10:02:14.510Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"},"messaging":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PNuvdgQQHGvz','+16155550115','(615) 555-0115','Billing','🌙','GRNGsTNZXzJF','','','','unrestricted','unrestricted','restricted','unrestricted','unrestricted','restricted','2023-11-30 03:33:53.889000','2025-09-01 03:34:32.828000','US','local','Tennessee','billing','+16155550115
billing
pnuvdgqqhgvz
grngstnzxzjf
',NULL,'2026-11-24 13:28:43.649796',NULL,X'','{"id":"PNuvdgQQHGvz","groupId":"GRNGsTNZXzJF","portRequestId":null,"formattedNumber":"(615) 555-0115","forward":null,"name":"Billing","number":"+16155550115","portingStatus":null,"symbol":"🌙","users":[{"id":"USnByc2Jaz11","email":"siobhan.oneill@brightpane.example","firstName":"Siobhán","lastName":"O’Neill-Fitzgerald","role":"member","groupId":"GRNGsTNZXzJF"},{"id":"USqv2SzlhbVQ","email":"margaret@brightpane.example","firstName":"Margaret","lastName":"Pinkham","role":"owner","groupId":"GRNGsTNZXzJF"}],"createdAt":"2023-11-30T03:33:53.889Z","updatedAt":"2025-09-01T03:34:32.828Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"},"messaging":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PN4PMAGl7kJy','+13035550103','(303) 555-0103','Dispatch','🪜','GR0g6PfXGbIj','','','','unrestricted','unrestricted','restricted','unrestricted','unrestricted','unrestricted','2024-01-07 01:45:29.338000','2026-09-29 02:36:49.016000','US','local','Colorado','dispatch','+13035550103
dispatch
pn4pmagl7kjy
gr0g6pfxgbij
',NULL,'2026-11-24 13:28:43.649796',NULL,X'','{"id":"PN4PMAGl7kJy","groupId":"GR0g6PfXGbIj","portRequestId":null,"formattedNumber":"(303) 555-0103","forward":null,"name":"Dispatch","number":"+13035550103","portingStatus":null,"symbol":"🪜","users":[{"id":"US2Ptdp4AdHa","email":"oluwaseun@brightpane.example","firstName":"Oluwaseun","lastName":null,"role":"admin","groupId":"GR0g6PfXGbIj"},{"id":"USaEBZEw0XuR","email":"noura.alotaibi@brightpane.example","firstName":"نورة","lastName":"العتيبي","role":"member","groupId":"GR0g6PfXGbIj"},{"id":"USnByc2Jaz11","email":"siobhan.oneill@brightpane.example","firstName":"Siobhán","lastName":"O’Neill-Fitzgerald","role":"member","groupId":"GR0g6PfXGbIj"},{"id":"USqv2SzlhbVQ","email":"margaret@brightpane.example","firstName":"Margaret","lastName":"Pinkham","role":"owner","groupId":"GR0g6PfXGbIj"}],"createdAt":"2024-01-07T01:45:29.338Z","updatedAt":"2026-09-29T02:36:49.016Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"},"messaging":{"US":"unrestricted","CA":"unrestricted","Intl":"unrestricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PNXQhmImL6Sz','+12155550115','(215) 555-0115','نورة العتيبي (direct)','☎️','GRiZEQYTL7GV','','','','unrestricted','unrestricted','restricted','unrestricted','unrestricted','restricted','2022-08-25 15:38:22.407000','2022-12-28 09:43:11.497000','US','local','Pennsylvania','نورة العتيبي (direct)','+12155550115
نورة العتيبي (direct)
pnxqhmiml6sz
grizeqytl7gv
',NULL,'2026-11-24 13:28:43.649796',NULL,X'','{"id":"PNXQhmImL6Sz","groupId":"GRiZEQYTL7GV","portRequestId":null,"formattedNumber":"(215) 555-0115","forward":null,"name":"نورة العتيبي (direct)","number":"+12155550115","portingStatus":null,"symbol":"☎️","users":[{"id":"USaEBZEw0XuR","email":"noura.alotaibi@brightpane.example","firstName":"نورة","lastName":"العتيبي","role":"member","groupId":"GRiZEQYTL7GV"}],"createdAt":"2022-08-25T15:38:22.407Z","updatedAt":"2022-12-28T09:43:11.497Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"},"messaging":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PNSTABueB6ot','+18085550108','+18085550108','On call','💧','GRdZBQyLPvV8','','7m7OHAqN','completed','unrestricted','unrestricted','restricted','unrestricted','unrestricted','restricted','2023-03-09 00:29:51.342000','2024-11-05 12:53:29.490000','US','local','Hawaii','on call','+18085550108
on call
pnstabueb6ot
grdzbqylpvv8
7m7ohaqn','2024-11-05 12:53:29.490000','2026-11-24 13:28:43.649796',NULL,X'','{"id":"PNSTABueB6ot","groupId":"GRdZBQyLPvV8","portRequestId":"7m7OHAqN","formattedNumber":"+18085550108","forward":null,"name":"On call","number":"+18085550108","portingStatus":"completed","symbol":"💧","users":[{"id":"USaEBZEw0XuR","email":"noura.alotaibi@brightpane.example","firstName":"نورة","lastName":"العتيبي","role":"member","groupId":"GRdZBQyLPvV8"},{"id":"USnByc2Jaz11","email":"siobhan.oneill@brightpane.example","firstName":"Siobhán","lastName":"O’Neill-Fitzgerald","role":"member","groupId":"GRdZBQyLPvV8"},{"id":"US2Ptdp4AdHa","email":"oluwaseun@brightpane.example","firstName":"Oluwaseun","lastName":null,"role":"admin","groupId":"GRdZBQyLPvV8"},{"id":"USqv2SzlhbVQ","email":"margaret@brightpane.example","firstName":"Margaret","lastName":"Pinkham","role":"owner","groupId":"GRdZBQyLPvV8"}],"createdAt":"2023-03-09T00:29:51.342Z","updatedAt":"2024-11-05T12:53:29.490Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"},"messaging":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PNgjluiZJnHV','+16155550152','(615) 555-0152','Sales East','','GRvAzsvGSvMG','','9DXnSNj8','completed','unrestricted','unrestricted','restricted','unrestricted','unrestricted','restricted','2024-07-06 17:31:55.588000','2026-07-31 09:59:20.746000','US','local','Tennessee','sales east','+16155550152
sales east
pngjluizjnhv
grvazsvgsvmg
9dxnsnj8','2026-07-31 09:59:20.746000','2026-11-24 13:28:43.649796',NULL,X'','{"id":"PNgjluiZJnHV","groupId":"GRvAzsvGSvMG","portRequestId":"9DXnSNj8","formattedNumber":"(615) 555-0152","forward":null,"name":"Sales East","number":"+16155550152","portingStatus":"completed","symbol":null,"users":[{"id":"US2Ptdp4AdHa","email":"oluwaseun@brightpane.example","firstName":"Oluwaseun","lastName":null,"role":"admin","groupId":"GRvAzsvGSvMG"},{"id":"USqv2SzlhbVQ","email":"margaret@brightpane.example","firstName":"Margaret","lastName":"Pinkham","role":"owner","groupId":"GRvAzsvGSvMG"},{"id":"USnByc2Jaz11","email":"siobhan.oneill@brightpane.example","firstName":"Siobhán","lastName":"O’Neill-Fitzgerald","role":"member","groupId":"GRvAzsvGSvMG"},{"id":"USaEBZEw0XuR","email":"noura.alotaibi@brightpane.example","firstName":"نورة","lastName":"العتيبي","role":"member","groupId":"GRvAzsvGSvMG"}],"createdAt":"2024-07-06T17:31:55.588Z","updatedAt":"2026-07-31T09:59:20.746Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"},"messaging":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PNe5RDJCDLeM','+12145550114','(214) 555-0114','Careers','☎️','GRhPcIKTfp0S','+12125550108','Z9f4QIdQ','completed','unrestricted','unrestricted','restricted','unrestricted','unrestricted','unrestricted','2026-09-14 18:25:06.313000','2026-10-15 21:58:29.764000','US','local','Texas','careers','+12145550114
careers
pne5rdjcdlem
grhpciktfp0s
z9f4qidq','2026-10-15 21:58:29.764000','2026-11-24 13:28:43.649796',NULL,X'','{"id":"PNe5RDJCDLeM","groupId":"GRhPcIKTfp0S","portRequestId":"Z9f4QIdQ","formattedNumber":"(214) 555-0114","forward":"+12125550108","name":"Careers","number":"+12145550114","portingStatus":"completed","symbol":"☎️","users":[{"id":"USqv2SzlhbVQ","email":"margaret@brightpane.example","firstName":"Margaret","lastName":"Pinkham","role":"owner","groupId":"GRhPcIKTfp0S"},{"id":"USnByc2Jaz11","email":"siobhan.oneill@brightpane.example","firstName":"Siobhán","lastName":"O’Neill-Fitzgerald","role":"member","groupId":"GRhPcIKTfp0S"}],"createdAt":"2026-09-14T18:25:06.313Z","updatedAt":"2026-10-15T21:58:29.764Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"},"messaging":{"US":"unrestricted","CA":"unrestricted","Intl":"unrestricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PNGc2DH0PTmw','+14165550116','+14165550116','Oluwaseun’s line','','GRhdQH9I2sfL','','','','unrestricted','unrestricted','restricted','restricted','unrestricted','restricted','2025-03-21 02:15:01.541000','2026-03-26 19:20:01.778000','CA','local','Ontario','oluwaseun’s line','+14165550116
oluwaseun’s line
pngc2dh0ptmw
grhdqh9i2sfl
',NULL,'2026-11-24 13:28:43.649796',NULL,X'','{"id":"PNGc2DH0PTmw","groupId":"GRhdQH9I2sfL","portRequestId":null,"formattedNumber":"+14165550116","forward":null,"name":"Oluwaseun’s line","number":"+14165550116","portingStatus":null,"symbol":null,"users":[{"id":"US2Ptdp4AdHa","email":"oluwaseun@brightpane.example","firstName":"Oluwaseun","lastName":null,"role":"admin","groupId":"GRhdQH9I2sfL"}],"createdAt":"2025-03-21T02:15:01.541Z","updatedAt":"2026-03-26T19:20:01.778Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"},"messaging":{"US":"restricted","CA":"unrestricted","Intl":"restricted"}}}');
INSERT INTO "inventory_phonenumber" VALUES('PNTFKzK8ZABb','+14075550107','(407) 555-0107','Claims','','GRKMoaXBEl7z','+16045550199','','','unrestricted','unrestricted','restricted','unrestricted','restricted','restricted','2024-03-22 21:07:20.125000','2026-09-11 17:49:33.863000','US','local','Florida','claims','+14075550107
claims
pntfkzk8zabb
grkmoaxbel7z
',NULL,'2026-11-24 13:28:43.649796',NULL,X'','{"id":"PNTFKzK8ZABb","groupId":"GRKMoaXBEl7z","portRequestId":null,"formattedNumber":"(407) 555-0107","forward":"+16045550199","name":"Claims","number":"+14075550107","portingStatus":null,"symbol":null,"users":[{"id":"US2Ptdp4AdHa","email":"oluwaseun@brightpane.example","firstName":"Oluwaseun","lastName":null,"role":"admin","groupId":"GRKMoaXBEl7z"},{"id":"USqv2SzlhbVQ","email":"margaret@brightpane.example","firstName":"Margaret","lastName":"Pinkham","role":"owner","groupId":"GRKMoaXBEl7z"},{"id":"USaEBZEw0XuR","email":"noura.alotaibi@brightpane.example","firstName":"نورة","lastName":"العتيبي","role":"member","groupId":"GRKMoaXBEl7z"},{"id":"USnByc2Jaz11","email":"siobhan.oneill@brightpane.example","firstName":"Siobhán","lastName":"O’Neill-Fitzgerald","role":"member","groupId":"GRKMoaXBEl7z"}],"createdAt":"2024-03-22T21:07:20.125Z","updatedAt":"2026-09-11T17:49:33.863Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"},"messaging":{"US":"unrestricted","CA":"restricted","Intl":"restricted"}}}');
CREATE TABLE "inventory_refresh" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "scope" varchar(16) NOT NULL, "target" varchar(255) NOT NULL, "asked_by" varchar(255) NOT NULL, "requested_at" datetime NOT NULL, "state" varchar(16) NOT NULL, "phase" varchar(16) NOT NULL, "progress_done" bigint NOT NULL, "progress_total" bigint NULL, "started_at" datetime NULL, "heartbeat_at" datetime NULL, "finished_at" datetime NULL, "first_import" bool NOT NULL, "checked" integer unsigned NOT NULL CHECK ("checked" >= 0), "added" integer unsigned NOT NULL CHECK ("added" >= 0), "changed" integer unsigned NOT NULL CHECK ("changed" >= 0), "removed" integer unsigned NOT NULL CHECK ("removed" >= 0), "restored" integer unsigned NOT NULL CHECK ("restored" >= 0), "rejected" integer unsigned NOT NULL CHECK ("rejected" >= 0), "warned" integer unsigned NOT NULL CHECK ("warned" >= 0), "warnings" text NOT NULL CHECK ((JSON_VALID("warnings") OR "warnings" IS NULL)), "held" text NOT NULL CHECK ((JSON_VALID("held") OR "held" IS NULL)), "removals" varchar(16) NOT NULL, "removals_decided_by" varchar(255) NOT NULL, "removals_decided_at" datetime NULL, "error_status" integer unsigned NULL CHECK ("error_status" >= 0), "error_code" text NOT NULL, "error_title" text NOT NULL, "error_summary" text NOT NULL, "error_message" text NOT NULL, "error_advice" text NOT NULL, "error_trace" text NOT NULL, "error_details" text NOT NULL CHECK ((JSON_VALID("error_details") OR "error_details" IS NULL)), "requested_by_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "api_calls" text NOT NULL CHECK ((JSON_VALID("api_calls") OR "api_calls" IS NULL)), "request_id" varchar(64) NOT NULL);
INSERT INTO "inventory_refresh" VALUES(1,'workspace','','ada','2026-11-24 13:28:43.261741','succeeded','',0,NULL,'2026-11-24 13:28:43.265157','2026-11-24 13:28:43.272133','2026-11-24 13:28:43.272133',1,14,14,0,0,0,0,0,'[]','[]','','',NULL,NULL,'','','','','','','[]',2,'{"200": 1}','dbcac8b1a5cd48e589bfb2581d385229');
INSERT INTO "inventory_refresh" VALUES(2,'user','USqv2SzlhbVQ','command line','2026-11-24 13:28:43.295467','succeeded','',0,NULL,'2026-11-24 13:28:43.297792','2026-11-24 13:28:43.305156','2026-11-24 13:28:43.305156',0,7,0,2,0,0,0,0,'[]','[]','','',NULL,NULL,'','','','','','','[]',NULL,'{"200": 1}','');
INSERT INTO "inventory_refresh" VALUES(3,'number','PNDbwUirl3hs','root','2026-11-24 13:28:43.312372','succeeded','',0,NULL,'2026-11-24 13:28:43.314627','2026-11-24 13:28:43.323649','2026-11-24 13:28:43.323649',0,1,0,1,0,0,0,0,'[]','[]','','',NULL,NULL,'','','','','','','[]',1,'{"200": 1}','');
INSERT INTO "inventory_refresh" VALUES(4,'workspace','','ada','2026-11-24 13:28:43.415728','succeeded','',0,NULL,'2026-11-24 13:28:43.418099','2026-11-24 13:28:43.426706','2026-11-24 13:28:43.426706',0,14,0,3,0,0,0,0,'[]','[]','','',NULL,NULL,'','','','','','','[]',2,'{"200": 1}','e5cdc64cef3546c09b9a3adedd6a5e7d');
INSERT INTO "inventory_refresh" VALUES(5,'user','USqv2SzlhbVQ','command line','2026-11-24 13:28:43.434753','succeeded','',0,NULL,'2026-11-24 13:28:43.436933','2026-11-24 13:28:43.443463','2026-11-24 13:28:43.443463',0,7,0,2,0,0,0,0,'[]','[]','','',NULL,NULL,'','','','','','','[]',NULL,'{"200": 1}','');
INSERT INTO "inventory_refresh" VALUES(6,'number','PNDbwUirl3hs','root','2026-11-24 13:28:43.450653','succeeded','',0,NULL,'2026-11-24 13:28:43.452749','2026-11-24 13:28:43.458186','2026-11-24 13:28:43.458186',0,1,0,1,0,0,0,0,'[]','[]','','',NULL,NULL,'','','','','','','[]',1,'{"200": 1}','');
INSERT INTO "inventory_refresh" VALUES(7,'workspace','','ada','2026-11-24 13:28:43.490219','failed','',0,NULL,'2026-11-24 13:28:43.492752','2026-11-24 13:28:43.492752','2026-11-24 13:28:43.495714',0,0,0,0,0,0,0,0,'[]','[]','','',NULL,401,'0400401','Unauthorized','Quo refused the API key (401: Invalid API key).','Invalid API key','Check QUO_API_KEY: it may have been revoked, or its creator may no longer be an owner or admin.','7089023365788270176','[]',2,'{"401": 1}','6a8ee0036c3b4289aee4427ee1c98e0b');
INSERT INTO "inventory_refresh" VALUES(8,'workspace','','ada','2026-11-24 13:28:43.528759','succeeded','',0,NULL,'2026-11-24 13:28:43.531207','2026-11-24 13:28:43.538009','2026-11-24 13:28:43.538009',0,14,0,3,0,0,1,0,'[]','[]','','',NULL,NULL,'','','','','','','[]',2,'{"200": 1}','23684a70bd0041b189b2b924a8ccdfb2');
INSERT INTO "inventory_refresh" VALUES(9,'workspace','','ada','2026-11-24 13:28:43.573959','succeeded','',0,NULL,'2026-11-24 13:28:43.576812','2026-11-24 13:28:43.582924','2026-11-24 13:28:43.582924',0,14,0,1,0,0,0,1,'[{"record_id": "PNpAyWvxspG6", "field": "restrictions.messaging.US", "value": "limited", "reason": "neither restricted nor unrestricted"}]','[]','','',NULL,NULL,'','','','','','','[]',2,'{"200": 1}','41290679aa084421bc63b0363e8422b0');
INSERT INTO "inventory_refresh" VALUES(10,'workspace','','ada','2026-11-24 13:28:43.607748','succeeded','',0,NULL,'2026-11-24 13:28:43.610205','2026-11-24 13:28:43.616896','2026-11-24 13:28:43.616896',0,0,0,0,0,0,0,0,'[]','["PN002qKphdXs", "PN2YLvT1w4Og", "PN5U4y7FgKlK", "PN5tnZ2b4yXM", "PN7OHAqNKiuo", "PN9xV1ftmsaN", "PNDbwUirl3hs", "PNOGrhTDx1eH", "PNU5M0Cx4pFR", "PNXgKYJPHXtL", "PNajdcCkLzP5", "PNfp0S1e5RDJ", "PNpAyWvxspG6", "PNtHmFu0XhxX"]','dismissed','root','2026-11-24 13:28:43.622005',NULL,'','','','','','','[]',2,'{"200": 1}','');
INSERT INTO "inventory_refresh" VALUES(11,'workspace','','ada','2026-11-24 13:28:43.640295','succeeded','',0,NULL,'2026-11-24 13:28:43.642893','2026-11-24 13:28:43.649796','2026-11-24 13:28:43.649796',0,13,11,1,12,0,0,0,'[]','["PN002qKphdXs", "PN2YLvT1w4Og", "PN5U4y7FgKlK", "PN5tnZ2b4yXM", "PN7OHAqNKiuo", "PN9xV1ftmsaN", "PNDbwUirl3hs", "PNOGrhTDx1eH", "PNU5M0Cx4pFR", "PNXgKYJPHXtL", "PNajdcCkLzP5", "PNfp0S1e5RDJ"]','accepted','ada','2026-11-24 13:28:43.662056',NULL,'','','','','','','[]',2,'{"200": 1}','');
INSERT INTO "inventory_refresh" VALUES(12,'workspace','','ada','2026-11-24 13:28:43.671529','succeeded','',0,NULL,'2026-11-24 13:28:43.673734','2026-11-24 13:28:43.682974','2026-11-24 13:28:43.682974',0,0,0,0,0,0,0,0,'[]','["PN4PMAGl7kJy", "PN5K9w2YLvT1", "PNGc2DH0PTmw", "PNSTABueB6ot", "PNTFKzK8ZABb", "PNXQaUTzwajd", "PNXQhmImL6Sz", "PNceTmSJgy0V", "PNe5RDJCDLeM", "PNgjluiZJnHV", "PNpAyWvxspG6", "PNtHmFu0XhxX", "PNuvdgQQHGvz"]','held','',NULL,NULL,'','','','','','','[]',2,'{"200": 1}','');
CREATE TABLE "inventory_rejectedrecord" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "record_id" text NOT NULL, "path" text NOT NULL, "reason" text NOT NULL, "raw" text NOT NULL, "refresh_id" bigint NOT NULL REFERENCES "inventory_refresh" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "inventory_rejectedrecord" VALUES(1,'PNOGrhTDx1eH','$.name','should be text or null, not a number','{"id":"PNOGrhTDx1eH","groupId":"GRhmImL6SzXk","portRequestId":null,"formattedNumber":"(907) 555-0107","forward":"+16045550140","name":42,"number":"+19075550107","portingStatus":null,"symbol":null,"users":[{"id":"USaEBZEw0XuR","email":"noura.alotaibi@brightpane.example","firstName":"نورة","lastName":"العتيبي","role":"member","groupId":"GRhmImL6SzXk"}],"createdAt":"2023-06-27T16:03:12.460Z","updatedAt":"2026-05-14T15:12:57.083Z","restrictions":{"calling":{"US":"unrestricted","CA":"unrestricted","Intl":"restricted"},"messaging":{"US":"restricted","CA":"unrestricted","Intl":"restricted"}}}',8);
CREATE TABLE "inventory_worker" ("name" varchar(255) NOT NULL PRIMARY KEY, "seen_at" datetime NOT NULL);
CREATE TABLE "inventory_workspaceuser" ("id" varchar(255) NOT NULL PRIMARY KEY, "email" text NOT NULL, "first_name" text NOT NULL, "last_name" text NOT NULL, "role" varchar(255) NOT NULL, "first_seen_at" datetime NOT NULL, "sort_name" varchar(100) NOT NULL, "search_text" text NOT NULL, "held" integer unsigned NOT NULL CHECK ("held" >= 0), "held_alone" integer unsigned NOT NULL CHECK ("held_alone" >= 0));
INSERT INTO "inventory_workspaceuser" VALUES('USqv2SzlhbVQ','margaret@brightpane.example','Margaret','Pinkham','owner','2026-11-24 13:28:43.272133','margaret pinkham','margaret pinkham
margaret@brightpane.example
usqv2szlhbvq',9,1);
INSERT INTO "inventory_workspaceuser" VALUES('USnByc2Jaz11','siobhan.oneill@brightpane.example','Siobhán','O’Neill-Fitzgerald','member','2026-11-24 13:28:43.272133','siobhán o’neill-fitzgerald','siobhán o’neill-fitzgerald
siobhan.oneill@brightpane.example
usnbyc2jaz11',8,1);
INSERT INTO "inventory_workspaceuser" VALUES('USaEBZEw0XuR','noura.alotaibi@brightpane.example','نورة','العتيبي','member','2026-11-24 13:28:43.272133','نورة العتيبي','نورة العتيبي
noura.alotaibi@brightpane.example
usaebzew0xur',7,1);
INSERT INTO "inventory_workspaceuser" VALUES('US2Ptdp4AdHa','oluwaseun@brightpane.example','Oluwaseun','','admin','2026-11-24 13:28:43.272133','oluwaseun','oluwaseun
oluwaseun@brightpane.example
us2ptdp4adha',6,1);
CREATE UNIQUE INDEX "auth_group_permissions_group_id_permission_id_0cd325b0_uniq" ON "auth_group_permissions" ("group_id", "permission_id");
CREATE INDEX "auth_group_permissions_group_id_b120cbf9" ON "auth_group_permissions" ("group_id");
CREATE INDEX "auth_group_permissions_permission_id_84c5c92e" ON "auth_group_permissions" ("permission_id");
CREATE UNIQUE INDEX "auth_user_groups_user_id_group_id_94350c0c_uniq" ON "auth_user_groups" ("user_id", "group_id");
CREATE INDEX "auth_user_groups_user_id_6a12ed8b" ON "auth_user_groups" ("user_id");
CREATE INDEX "auth_user_groups_group_id_97559544" ON "auth_user_groups" ("group_id");
CREATE UNIQUE INDEX "auth_user_user_permissions_user_id_permission_id_14a6b632_uniq" ON "auth_user_user_permissions" ("user_id", "permission_id");
CREATE INDEX "auth_user_user_permissions_user_id_a95ead1b" ON "auth_user_user_permissions" ("user_id");
CREATE INDEX "auth_user_user_permissions_permission_id_1fbb5f2c" ON "auth_user_user_permissions" ("permission_id");
CREATE INDEX "django_admin_log_content_type_id_c4bce8eb" ON "django_admin_log" ("content_type_id");
CREATE INDEX "django_admin_log_user_id_c564eba6" ON "django_admin_log" ("user_id");
CREATE UNIQUE INDEX "django_content_type_app_label_model_76bd3d3b_uniq" ON "django_content_type" ("app_label", "model");
CREATE UNIQUE INDEX "auth_permission_content_type_id_codename_01ab375a_uniq" ON "auth_permission" ("content_type_id", "codename");
CREATE INDEX "auth_permission_content_type_id_2f476e4b" ON "auth_permission" ("content_type_id");
CREATE INDEX "axes_accessattempt_user_agent_ad89678b" ON "axes_accessattempt" ("user_agent");
CREATE INDEX "axes_accessattempt_ip_address_10922d9c" ON "axes_accessattempt" ("ip_address");
CREATE INDEX "axes_accessattempt_username_3f2d4ca0" ON "axes_accessattempt" ("username");
CREATE UNIQUE INDEX "axes_accessattempt_username_ip_address_user_agent_8ea22282_uniq" ON "axes_accessattempt" ("username", "ip_address", "user_agent");
CREATE INDEX "axes_accessfailurelog_user_agent_ea145dda" ON "axes_accessfailurelog" ("user_agent");
CREATE INDEX "axes_accessfailurelog_ip_address_2e9f5a7f" ON "axes_accessfailurelog" ("ip_address");
CREATE INDEX "axes_accessfailurelog_username_a8b7e8a4" ON "axes_accessfailurelog" ("username");
CREATE INDEX "axes_accesslog_user_agent_0e659004" ON "axes_accesslog" ("user_agent");
CREATE INDEX "axes_accesslog_ip_address_86b417e5" ON "axes_accesslog" ("ip_address");
CREATE INDEX "axes_accesslog_username_df93064b" ON "axes_accesslog" ("username");
CREATE INDEX "inventory_rejectedrecord_refresh_id_06b24937" ON "inventory_rejectedrecord" ("refresh_id");
CREATE INDEX "inventory_assignment_number_id_87a91186" ON "inventory_assignment" ("number_id");
CREATE INDEX "inventory_assignment_user_id_d636cf35" ON "inventory_assignment" ("user_id");
CREATE UNIQUE INDEX "one_running_refresh" ON "inventory_refresh" ("state") WHERE "state" = 'running';
CREATE UNIQUE INDEX "one_queued_refresh_a_target" ON "inventory_refresh" ("scope", "target") WHERE "state" = 'queued';
CREATE INDEX "inventory_refresh_requested_by_id_78681665" ON "inventory_refresh" ("requested_by_id");
CREATE INDEX "refresh_by_outcome" ON "inventory_refresh" ("state", "scope", "target", "finished_at" DESC);
CREATE INDEX "refresh_by_end" ON "inventory_refresh" ("state", "finished_at" DESC);
CREATE INDEX "refresh_with_held" ON "inventory_refresh" ("removals") WHERE "removals" = 'held';
CREATE UNIQUE INDEX "one_default_view" ON "dashboard_savedview" ("owner_id") WHERE "is_default";
CREATE INDEX "dashboard_savedview_owner_id_823fe901" ON "dashboard_savedview" ("owner_id");
CREATE INDEX "audit_by_account" ON "dashboard_auditentry" ("who", "id" DESC);
CREATE INDEX "audit_by_action" ON "dashboard_auditentry" ("action", "id" DESC);
CREATE INDEX "audit_by_time" ON "dashboard_auditentry" ("at");
CREATE INDEX "django_task_queue_n_99c321_idx" ON "django_tasks_database_dbtaskresult" ("queue_name");
CREATE INDEX "django_task_backend_071754_idx" ON "django_tasks_database_dbtaskresult" ("backend_name");
CREATE INDEX "tasks_db_new_ordering_idx" ON "django_tasks_database_dbtaskresult" ("status", "priority" DESC, "run_after" ASC, "enqueued_at" ASC) WHERE "status" = 'READY';
CREATE INDEX "inventory_change_number_id_3e25a80b" ON "inventory_change" ("number_id");
CREATE INDEX "inventory_change_refresh_id_6b5a276a" ON "inventory_change" ("refresh_id");
CREATE INDEX "inventory_change_user_id_ec6f0c2d" ON "inventory_change" ("user_id");
CREATE INDEX "change_of_number" ON "inventory_change" ("number_id", "id" DESC);
CREATE INDEX "change_of_user" ON "inventory_change" ("user_id", "id" DESC);
CREATE INDEX "user_by_role" ON "inventory_workspaceuser" ("role");
CREATE INDEX "news_by_id" ON "inventory_change" ("id" DESC) WHERE "is_news";
CREATE INDEX "news_by_time" ON "inventory_change" ("at") WHERE "is_news";
CREATE INDEX "number_by_name" ON "inventory_phonenumber" ("sort_name", "id", "removed_at", "search_text");
CREATE INDEX "number_by_number" ON "inventory_phonenumber" ("number", "id", "removed_at");
CREATE INDEX "number_by_area" ON "inventory_phonenumber" ("country", "area", "id", "removed_at");
CREATE INDEX "number_by_porting" ON "inventory_phonenumber" ("porting_status", "porting_since", "id", "removed_at");
CREATE INDEX "number_by_forward" ON "inventory_phonenumber" ("forward", "id", "removed_at");
CREATE INDEX "number_by_updated" ON "inventory_phonenumber" ("updated_at", "id", "removed_at");
CREATE INDEX "number_by_group" ON "inventory_phonenumber" ("group_id", "id", "removed_at");
CREATE INDEX "number_by_removal" ON "inventory_phonenumber" ("removed_at") WHERE "removed_at" IS NOT NULL;
CREATE INDEX "user_by_name" ON "inventory_workspaceuser" ("sort_name", "id", "search_text");
CREATE INDEX "user_by_held_alone" ON "inventory_workspaceuser" ("held_alone");
CREATE INDEX "django_session_expire_date_a5c62663" ON "django_session" ("expire_date");
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('django_migrations',55);
INSERT INTO "sqlite_sequence" VALUES('django_admin_log',0);
INSERT INTO "sqlite_sequence" VALUES('django_content_type',22);
INSERT INTO "sqlite_sequence" VALUES('auth_permission',84);
INSERT INTO "sqlite_sequence" VALUES('auth_group',2);
INSERT INTO "sqlite_sequence" VALUES('auth_user',5);
INSERT INTO "sqlite_sequence" VALUES('axes_accessattempt',1);
INSERT INTO "sqlite_sequence" VALUES('axes_accesslog',0);
INSERT INTO "sqlite_sequence" VALUES('inventory_assignment',61);
INSERT INTO "sqlite_sequence" VALUES('inventory_refresh',12);
INSERT INTO "sqlite_sequence" VALUES('auth_group_permissions',5);
INSERT INTO "sqlite_sequence" VALUES('inventory_change',91);
INSERT INTO "sqlite_sequence" VALUES('dashboard_auditentry',24);
INSERT INTO "sqlite_sequence" VALUES('auth_user_groups',2);
INSERT INTO "sqlite_sequence" VALUES('auth_user_user_permissions',2);
INSERT INTO "sqlite_sequence" VALUES('dashboard_provideraccount',1);
INSERT INTO "sqlite_sequence" VALUES('dashboard_savedview',2);
INSERT INTO "sqlite_sequence" VALUES('dashboard_preferences',1);
INSERT INTO "sqlite_sequence" VALUES('inventory_rejectedrecord',1);
COMMIT;
