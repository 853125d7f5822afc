"""Territory: areas in their generations, crosswalks between them, addresses in them."""
