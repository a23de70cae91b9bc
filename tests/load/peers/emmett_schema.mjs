// Prints the SQL that Emmett's package would run at its first start.
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';

// Nothing is connected to: the address is only needed to make the object.
process.stdout.write(getPostgreSQLEventStore('postgresql://nobody@localhost/none').schema.sql());
