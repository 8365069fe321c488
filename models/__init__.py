"""Values that travel and tables that stay; everything else stands on this package.

article.py   Page, Article: what goes through the program
site.py      Site: a site file, read and checked
home.py      the folder that everything is written to
tables.py    the rows of the database
database.py  opening it, transactions, migrations (migrations/);  engines.py  SQLite and PostgreSQL made alike
patience.py  transactions on a database that may go away;  advice.py  what its errors mean
"""
