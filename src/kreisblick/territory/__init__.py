"""Territory: areas in their generations, crosswalks and cuts; lists of streets, addresses."""
